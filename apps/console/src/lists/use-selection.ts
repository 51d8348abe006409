import { useEffect, useMemo, useRef, useState } from 'react';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { useRowKeys } from './use-row-keys.ts';

type Row = { id: string };
type Selection = {
  rows: readonly Row[];
  /** Id of the row that is open next to the list, which the address holds. */
  openId: string | undefined;
  onOpen: (id: string | undefined) => void;
};

/** The row under the keys, and the one that is open: `j` and `k` go along the list, `[` and `]` open the next one. */
export function useSelection(selection: Selection) {
  const { rows, openId, onOpen } = selection;
  const [cursor, setCursor] = useState<string | null>(null);
  const selectedId = cursor ?? openId ?? null;
  const open = ({ id }: Row): void => {
    setCursor(id);
    onOpen(id);
  };
  useRowKeys({ rows, idOf, selectedId, onSelect: ({ id }) => setCursor(id), onOpen: open });
  const latest = useRef({ rows, openId, open });
  useEffect(() => {
    latest.current = { rows, openId, open };
  });
  useShortcuts(
    useMemo(() => {
      const step = (by: 1 | -1) => (): void => {
        const { rows: present, openId: id, open: openRow } = latest.current;
        const next = present[present.findIndex((row) => row.id === id) + by];
        if (id !== undefined && next) openRow(next);
      };
      return [
        { keys: '[', label: 'Open the previous row', group: 'Rows', run: step(-1) },
        { keys: ']', label: 'Open the next row', group: 'Rows', run: step(1) },
      ];
    }, []),
  );
  return { selectedId, open, close: () => onOpen(undefined) };
}

const idOf = ({ id }: Row): string => id;
