/** A key and what it does. The overlay of `?`, the palette and the keys themselves are made from these. */
export type Shortcut = {
  /** As tinykeys reads it: `g 1`, `$mod+k`, `[Shift]+?`. */
  keys: string;
  label: string;
  /** Heading in the overlay. */
  group: string;
  run: () => void;
  /** Works in a field, too. */
  inFields?: boolean;
};

const registered = new Map<symbol, readonly Shortcut[]>();
const listeners = new Set<() => void>();
let all: readonly Shortcut[] = [];

/** The shortcuts of everything that is on the page now, in the order of their registration. */
export const listShortcuts = (): readonly Shortcut[] => all;

export function subscribeShortcuts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Adds shortcuts until the returned function is called. */
export function registerShortcuts(shortcuts: readonly Shortcut[]): () => void {
  const id = Symbol('shortcuts');
  registered.set(id, shortcuts);
  changed();
  return () => {
    registered.delete(id);
    changed();
  };
}

function changed(): void {
  all = [...registered.values()].flat();
  for (const listener of listeners) listener();
}

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
const NAMES: Readonly<Record<string, string>> = {
  $mod: isMac ? '⌘' : 'Ctrl',
  Escape: 'Esc',
  ArrowDown: '↓',
  ArrowUp: '↑',
  // on some keyboards these signs need Shift
  '[Shift]+?': '?',
  '[Shift]+/': '/',
};

/** The keys as they are printed on a keyboard, one text for each press: `['g', '1']`, `['Ctrl K']`. */
export const keysInWords = (keys: string): string[] =>
  keys.split(' ').map((press) => NAMES[press] ?? press.split('+').map(nameOfKey).join(' '));

const nameOfKey = (key: string, _index: number, parts: string[]): string =>
  NAMES[key] ?? (parts.length > 1 && key.length === 1 ? key.toUpperCase() : key);

/** True for a single letter, digit or sign, which a person may switch off. */
export const isLetterKey = ({ keys }: Shortcut): boolean => !/\$mod|Alt|Control|Meta|^[A-Z]\w+$/.test(keys);
