import { useEffect, useState, type FocusEvent } from 'react';
import { holdRows, type HeldRows } from './held-rows.ts';

type Holding<T> = HeldRows<T> & {
  /** Shows the new rows now. */
  showNew: () => void;
  /** For the element around the list: a pointer or the focus inside holds it. */
  holders: {
    onPointerEnter: () => void;
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
  const [isPointed, setPointed] = useState(false);
  const [focused, setFocused] = useState<Element | null>(null);
  useEffect(() => {
    if (!focused) return undefined;
    // what had the focus may be gone without an event, as a button of a row that has changed
    const check = ({ target }: Event): void => {
      if (target instanceof Node && !focused.contains(target)) setFocused(null);
    };
    document.addEventListener('focusin', check);
    return () => document.removeEventListener('focusin', check);
  }, [focused]);
  const [shown, setShown] = useState<readonly T[] | undefined>(undefined);
  const held = holdRows(shown, latest, { isHeld: isPaused || isPointed || focused !== null, idOf });
  if (held.rows !== shown) setShown(held.rows);
  return {
    ...held,
    showNew: () => setShown(undefined),
    holders: {
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocus: ({ currentTarget, target }) => {
        if (currentTarget.contains(target)) setFocused(currentTarget); // a dialog that a row opens is not in the list
      },
      onBlur: ({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setFocused(null);
      },
    },
  };
}
