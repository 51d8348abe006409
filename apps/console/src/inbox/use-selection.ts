import { useState } from 'react';

/** A list with the panel of one row beside it. */
export const SIDE = 'grid gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]';

type Row = { id: string };

/** The row under the keys, and the one that is open beside the list, which the address holds. */
export function useSelection(openId: string | undefined, onOpen: (id: string | undefined) => void) {
  const [cursor, setCursor] = useState<string | null>(null);
  return {
    keys: {
      selectedId: cursor ?? openId ?? null,
      onSelect: ({ id }: Row) => setCursor(id),
      onOpen: ({ id }: Row) => {
        setCursor(id);
        onOpen(id);
      },
    },
    close: () => onOpen(undefined),
  };
}
