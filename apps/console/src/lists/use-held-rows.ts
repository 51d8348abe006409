import { useState } from 'react';
import { holdRows, type HeldRows } from './held-rows.ts';

export type Holding<T> = HeldRows<T> & {
  /** Shows the new rows now. */
  showNew: () => void;
  /** For the element around the list: a pointer or the focus inside, and an open menu, hold it. */
  holders: { ref: (element: HTMLElement | null) => (() => void) | undefined };
};

/**
 * The rows to show: they stand still while a pointer or the focus is in the list, and while it is paused. `latest` must be
 * the same array as long as nothing has changed. Another `question`, such as another order, is another list: none is held.
 */
export function useHeldRows<T>(
  latest: readonly T[],
  { idOf, isPaused, question = '' }: { idOf: (row: T) => string; isPaused: boolean; question?: string },
): Holding<T> {
  const [isTouched, setTouched] = useState(false);
  const [holders] = useState(() => ({ ref: followTouch(setTouched) }));
  const [last, setLast] = useState<{ rows: readonly T[]; question: string } | undefined>(undefined);
  const shown = last?.question === question ? last.rows : undefined;
  const held = holdRows(shown, latest, { isHeld: isPaused || isTouched, idOf });
  if (held.rows !== shown) setLast({ rows: held.rows, question });
  return { ...held, showNew: () => setLast(undefined), holders };
}

const EVENTS = ['pointerover', 'pointerout', 'pointerup', 'focusin', 'focusout', 'keyup'];

/**
 * Asks the document after each event what is touched. A row that is removed under the pointer or with the focus, such as
 * the button of a call that has ended, fires no event of leaving, and would hold the list for ever.
 */
const followTouch = (onChange: (isTouched: boolean) => void) => (element: HTMLElement | null) => {
  if (!element) return undefined;
  const isTouched = (): boolean => {
    const focused = document.activeElement;
    return element.matches(':hover') || element.contains(focused) || Boolean(focused?.closest('[role=menu]'));
  };
  let asking: ReturnType<typeof setTimeout> | undefined;
  const ask = (): void => {
    clearTimeout(asking);
    asking = setTimeout(() => onChange(isTouched())); // after the event, when the focus has moved
  };
  const ending = new AbortController();
  for (const name of EVENTS) document.addEventListener(name, ask, { signal: ending.signal, passive: true });
  return () => {
    clearTimeout(asking);
    ending.abort();
  };
};
