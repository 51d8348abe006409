/** What a person sets for this browser. */
export type Preferences = {
  theme: 'system' | 'light' | 'dark';
  /** IANA name; null for that of the system. */
  timeZone: string | null;
  /** Shows `2 min ago` instead of the time of day. */
  hasRelativeTimes: boolean;
  /** Single letters do something when no field has the focus (WCAG 2.1.4). */
  hasLetterKeys: boolean;
};

const KEY = 'trunkline.preferences';
const DEFAULTS: Preferences = { theme: 'system', timeZone: null, hasRelativeTimes: false, hasLetterKeys: true };

const listeners = new Set<() => void>();
let current = read();

export const getPreferences = (): Preferences => current;

export function subscribePreferences(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Keeps the change for this browser and applies it to the page. */
export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // without storage it holds until the page is left
  }
  apply();
}

/** Follows the system's theme, and changes of other windows. */
export function followPreferences(): void {
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply);
  window.addEventListener('storage', ({ key }) => {
    if (key !== KEY) return;
    current = read();
    apply();
  });
  apply();
}

/** Asked once: it takes longer than all else that shows a time. */
let systemZone: string | undefined;

/** The zone in which times are shown. */
export const timeZoneOf = ({ timeZone }: Preferences): string =>
  timeZone ?? (systemZone ??= new Intl.DateTimeFormat().resolvedOptions().timeZone);

function read(): Preferences {
  try {
    return { ...DEFAULTS, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>) };
  } catch {
    return DEFAULTS;
  }
}

function apply(): void {
  const isDark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset['theme'] = current.theme === 'system' ? (isDark ? 'dark' : 'light') : current.theme;
  for (const listener of listeners) listener();
}
