import { useEffect, useMemo, useRef } from 'react';
import type { Shortcut } from '../keyboard/shortcuts.ts';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';

type RowKeys<T> = {
  rows: readonly T[];
  idOf: (row: T) => string;
  selectedId: string | null;
  onSelect: (row: T) => void;
  onOpen: (row: T) => void;
};

/** `j` and `k` select the next and previous row, Enter and `o` open it. */
export function useRowKeys<T>(keys: RowKeys<T>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  const shortcuts = useMemo((): Shortcut[] => {
    const move = (step: number) => (): void => {
      const { rows, idOf, selectedId, onSelect } = latest.current;
      const at = rows.findIndex((row) => idOf(row) === selectedId);
      const next = rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)];
      if (!next) return;
      onSelect(next);
      const element = document.querySelector(`[data-row="${CSS.escape(idOf(next))}"]`);
      element?.scrollIntoView({ block: 'nearest' });
    };
    const open = (): void => {
      const { rows, idOf, selectedId, onOpen } = latest.current;
      const row = rows.find((each) => idOf(each) === selectedId);
      if (row) onOpen(row);
    };
    const group = 'Rows';
    return [
      { keys: 'j', label: 'Select the next row', group, run: move(1) },
      { keys: 'k', label: 'Select the previous row', group, run: move(-1) },
      { keys: 'ArrowDown', label: 'Select the next row', group, run: move(1) },
      { keys: 'ArrowUp', label: 'Select the previous row', group, run: move(-1) },
      { keys: 'Enter', label: 'Open the selected row', group, run: open },
      { keys: 'o', label: 'Open the selected row', group, run: open },
    ];
  }, []);
  useShortcuts(shortcuts);
}
