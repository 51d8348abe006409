import type { Rebuilt, Repaired } from '@trunkline/db/calls';

const SHOWN_AT_MOST = 50;
/** Columns that OWNED_PHONE_NUMBERS, DEFAULT_COUNTRY and the rules for numbers decide. */
const BY_NUMBERS: ReadonlySet<string> = new Set(['direction', 'outside_number', 'conversation']);

/** The result of a rebuild as text: one line, or a line for each difference and its likely cause. */
export function renderDrift(
  { calls, recordings, facts, drift, driftCount }: Omit<Rebuilt, 'misread'>,
  repaired: Repaired | null = null,
): string {
  const written =
    repaired === null ? '' : `Wrote ${count(repaired.calls, 'call')}, removed ${count(repaired.contacts, 'contact')}. `;
  const rebuilt = `${written}Rebuilt ${count(calls, 'call')} and ${count(recordings, 'recording')} from ${count(facts, 'fact')}`;
  if (driftCount === 0) return `${rebuilt}: no drift.\n`;
  const shown = drift
    .slice(0, SHOWN_AT_MOST)
    .map(
      ({ table, sid, column, stored, rebuilt: made }) =>
        `  ${table} ${sid} ${column}: stored ${write(stored)}, rebuilt ${write(made)}`,
    );
  const more = driftCount > shown.length ? [`  and ${driftCount - shown.length} more; --json lists up to 1,000`] : [];
  const cause = drift.every(({ table, column }) => table === 'contacts' || BY_NUMBERS.has(column))
    ? 'Check that OWNED_PHONE_NUMBERS and DEFAULT_COUNTRY are the same here and for worker-status. If they are, the rules for numbers have changed since: npx trunkline rebuild --apply writes the rebuilt values.'
    : 'A row was changed by hand, or the fold has changed since. The next fact of a call rewrites its row.';
  return [`${rebuilt}: ${count(driftCount, 'difference')}.`, ...shown, ...more, cause, ''].join('\n');
}

const count = (n: number, what: string) => `${n.toLocaleString('en-GB')} ${what}${n === 1 ? '' : 's'}`;
const write = (value: string | null) => (value === null ? 'nothing' : JSON.stringify(value));
