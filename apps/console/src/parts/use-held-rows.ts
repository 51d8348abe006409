import { useEffect, useState, type FocusEvent, type PointerEvent } from 'react';
import { holdRows, type HeldRows } from './held-rows.ts';

type Holding<T> = HeldRows<T> & {
  /** Shows the new rows now. */
  showNew: () => void;
  /** For the element around the list: a pointer or the focus inside holds it. */
  holders: {
    onPointerEnter: (event: PointerEvent) => void;
    onPointerLeave: () => void;
    onFocus: (event: FocusEvent) => void;
    onBlur: (event: FocusEvent) => void;
  };
};

/**
 * The rows to show: they stand still while a pointer or the focus is in the list, and while it is paused. `latest` must be
 * the same array as long as nothing has changed.
 */
export function useHeldRows<T>(
  latest: readonly T[],
  { idOf, isPaused }: { idOf: (row: T) => string; isPaused: boolean },
): Holding<T> {
  const [pointed, setPointed] = useInside('pointerover');
  const [focused, setFocused] = useInside('focusin');
  const [shown, setShown] = useState<readonly T[] | undefined>(undefined);
  const held = holdRows(shown, latest, { isHeld: isPaused || pointed !== null || focused !== null, idOf });
  if (held.rows !== shown) setShown(held.rows);
  return {
    ...held,
    showNew: () => setShown(undefined),
    holders: {
      onPointerEnter: ({ currentTarget }) => setPointed(currentTarget),
      onPointerLeave: () => setPointed(null),
      onFocus: ({ currentTarget, target }) => {
        if (currentTarget.contains(target)) setFocused(currentTarget); // a dialog that a row opens is not in the list
      },
      onBlur: ({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setFocused(null);
      },
    },
  };
}

/** The element that a pointer or the focus is in. It may leave without an event: by a dialog, or with a button that is gone. */
function useInside(event: 'pointerover' | 'focusin') {
  const state = useState<Element | null>(null);
  const [inside, setInside] = state;
  useEffect(() => {
    if (!inside) return undefined;
    const check = ({ target }: Event): void => {
      if (target instanceof Node && !inside.contains(target)) setInside(null);
    };
    document.addEventListener(event, check);
    return () => document.removeEventListener(event, check);
  }, [event, inside, setInside]);
  return state;
}
