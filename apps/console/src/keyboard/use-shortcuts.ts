import { useEffect, useSyncExternalStore } from 'react';
import { tinykeys } from 'tinykeys';
import { getPreferences } from '../preferences/preferences.ts';
import { isLetterKey, listShortcuts, registerShortcuts, subscribeShortcuts, type Shortcut } from './shortcuts.ts';

/** Registers shortcuts while the component is shown. The list must be stable: wrap it in useMemo. */
export const useShortcuts = (shortcuts: readonly Shortcut[]): void =>
  useEffect(() => registerShortcuts(shortcuts), [shortcuts]);

export const useAllShortcuts = (): readonly Shortcut[] => useSyncExternalStore(subscribeShortcuts, listShortcuts);

/** Listens for all registered shortcuts; once, in the shell. The last registration of a key wins. */
export function useShortcutKeys(): void {
  const shortcuts = useAllShortcuts();
  useEffect(() => {
    const handlers = Object.fromEntries(
      shortcuts.map((shortcut) => [
        shortcut.keys,
        (event: KeyboardEvent) => {
          if (!isMeant(shortcut, event)) return;
          event.preventDefault();
          shortcut.run();
        },
      ]),
    );
    return tinykeys(window, handlers, { ignore: ({ isComposing }) => isComposing });
  }, [shortcuts]);
}

/** Keys of a page do nothing in fields, menus and dialogs, where they mean something else. */
function isMeant(shortcut: Shortcut, event: KeyboardEvent): boolean {
  if (event.defaultPrevented) return false;
  if (isLetterKey(shortcut) && !getPreferences().hasLetterKeys) return false;
  if (shortcut.inFields) return true;
  const target = event.target instanceof Element ? event.target : null;
  if (event.key === 'Enter' && target?.closest('a, button, summary')) return false;
  return !target?.closest('input, textarea, select, [contenteditable], [role=menu], [role=dialog], [role=alertdialog]');
}
