import { useState, type FocusEvent } from 'react';
import { holdRows, type HeldRows } from './held-rows.ts';

type Holding<T> = HeldRows<T> & {
  /** Shows the new rows now. */
  showNew: () => void;
  /** For the element around the list: a pointer or the focus inside holds it. */
  holders: {
    onPointerEnter: () => void;
    onPointerLeave: () => void;
    onFocus: () => void;
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
  const [isFocused, setFocused] = useState(false);
  const [shown, setShown] = useState<readonly T[] | undefined>(undefined);
  const held = holdRows(shown, latest, { isHeld: isPaused || isPointed || isFocused, idOf });
  if (held.rows !== shown) setShown(held.rows);
  return {
    ...held,
    showNew: () => setShown(undefined),
    holders: {
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocus: () => setFocused(true),
      onBlur: ({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setFocused(false);
      },
    },
  };
}
