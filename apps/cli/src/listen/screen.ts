import { stripVTControlCharacters } from 'node:util';
import { lineOf, type Shown } from './describe-callback.ts';

/** What is on the screen of `listen`. */
export type Screen = {
  rows: readonly Shown[];
  /** Id of the callback under the cursor; undefined follows the latest. */
  at: string | undefined;
  /** Only rows with this text are shown. */
  filter: string;
  /** The filter is being typed. */
  isTyping: boolean;
  isPaused: boolean;
  /** A text in place of the list. */
  page: string | undefined;
  skipped: number;
};

export const EMPTY: Screen = {
  rows: [],
  at: undefined,
  filter: '',
  isTyping: false,
  isPaused: false,
  page: undefined,
  skipped: 0,
};

/** Older ones are forgotten; the console and `callbacks list` have them. */
const MAX_ROWS = 1000;

/** The rows that the filter lets through. */
export const visibleRows = ({ rows, filter }: Screen): readonly Shown[] =>
  filter === ''
    ? rows
    : rows.filter(({ callback }) => JSON.stringify(callback).toLowerCase().includes(filter.toLowerCase()));

/** The callback under the cursor. */
export function chosenOf(screen: Screen): Shown | undefined {
  const rows = visibleRows(screen);
  return rows.find(({ callback }) => callback.id === screen.at) ?? rows.at(-1);
}

export const withCallback = (screen: Screen, shown: Shown): Screen => ({
  ...screen,
  rows: [...screen.rows, shown].slice(-MAX_ROWS),
});

/** Changes what is shown of a callback. */
export const withChange = (screen: Screen, id: string, change: Partial<Shown>): Screen => ({
  ...screen,
  rows: screen.rows.map((row) => (row.callback.id === id ? { ...row, ...change } : row)),
});

/** Moves the cursor; below the last row it follows what comes. */
export function moved(screen: Screen, by: number): Screen {
  const rows = visibleRows(screen);
  const now = rows.findIndex(({ callback }) => callback.id === chosenOf(screen)?.callback.id);
  const next = rows[Math.max(0, now + by)];
  return { ...screen, at: next === undefined || next === rows.at(-1) ? undefined : next.callback.id };
}

const KEYS =
  'j/k move · f forward · r replay · d details · e explain · y curl · o console · / filter · p pause · q quit';

/** The whole screen as text, in so many lines and columns. */
export function draw(
  screen: Screen,
  title: readonly string[],
  { rows: height, columns }: { rows: number; columns: number },
): string {
  /** A line that is too long would take two. */
  const cut = (line: string): string => {
    const plain = stripVTControlCharacters(line);
    return plain.length < columns ? line : `${plain.slice(0, columns - 2)}…`;
  };
  const rule = '─'.repeat(Math.min(columns - 1, 100));
  const room = Math.max(height - title.length - 4, 3);
  if (screen.page !== undefined) {
    const lines = screen.page.trimEnd().split('\n');
    const more = lines.length > room ? [`… ${lines.length - room + 1} more lines`] : [];
    return [...title, rule, ...lines.slice(0, room - more.length).map(cut), ...more, rule, 'any key: back'].join('\n');
  }
  const rows = visibleRows(screen);
  const chosen = chosenOf(screen);
  const index = chosen ? rows.indexOf(chosen) : 0;
  const begin = Math.max(0, Math.min(index - Math.floor(room / 2), rows.length - room));
  const shown = rows.slice(begin, begin + room).map((row) => cut(`${row === chosen ? '>' : ' '} ${lineOf(row)}`));
  return [...title, rule, ...(shown.length > 0 ? shown : [emptyLine(screen)]), rule, cut(footer(screen))].join('\n');
}

function emptyLine({ filter, rows }: Screen): string {
  return filter !== '' && rows.length > 0 ? '  No callback has this text.' : '  Waiting for callbacks.';
}

function footer({ filter, isTyping, isPaused, skipped, rows }: Screen): string {
  if (isTyping) return `/${filter}`;
  const states = [
    ...(isPaused ? ['paused: what comes is not shown'] : []),
    ...(filter === '' ? [] : [`only with “${filter}”`]),
    ...(skipped > 0 ? [`${skipped} came too fast and are not shown`] : []),
  ];
  return [`${rows.length} callbacks`, ...states, KEYS].join(' · ');
}
