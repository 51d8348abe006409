import { printable } from '@trunkline/explain/text';
import type { Check } from './check-facts.ts';
import type { InterviewRun } from './run-interview.ts';
import type { PlayedRun } from './run-calls.ts';

/** One line for each expectation: ✓ or ✗ with what was expected and found. Nothing of what must be nothing is left out. */
export function describeChecks(runs: readonly { checks: readonly Check[]; callSid: string | null }[]): string {
  const [first] = runs;
  const rows = (first?.checks ?? []).map((_, n) => runs.flatMap(({ checks }) => checks[n] ?? []));
  const shown = rows.filter((row) => row.some(({ ok, expected }) => !ok || expected !== '0'));
  const width = Math.max(...shown.map(([check]) => check!.what.length));
  const lines = shown.map((row) => {
    const wrong = row.findIndex(({ ok }) => !ok);
    const { what, expected, found } = row[Math.max(0, wrong)]!;
    const isOne = row.length === 1;
    if (wrong === -1) return `✓ ${what.padEnd(width)}  ${isOne ? found : `as expected in ${row.length} calls`}`;
    const count = row.filter(({ ok }) => !ok).length;
    const where = isOne ? '' : `; in ${count} of ${row.length} calls, such as ${runs[wrong]!.callSid}`;
    return `✗ ${what.padEnd(width)}  expected ${expected}, found ${found}${where}`;
  });
  return `${lines.map(printable).join('\n')}\n`;
}

/** What came of the calls, in one sentence. */
export function describeCalls(runs: readonly PlayedRun[]): string {
  const isExpected = runs.every(({ checks }) => checks.every(({ ok }) => ok));
  const end = isExpected ? 'as expected' : 'not as expected';
  const seconds = Math.max(...runs.map((run) => run.seconds));
  const stored = runs.reduce((sum, { facts }) => sum + (facts.explanation?.counts['received'] ?? 0), 0);
  const sent = runs.reduce((sum, { facts }) => sum + facts.truth.callbacks.filter(({ dropped }) => !dropped).length, 0);
  const [first] = runs as [PlayedRun];
  const what = runs.length > 1 ? `${runs.length} calls ended` : describeEnd(first);
  return `${what} in ${seconds} s; ${stored} of ${sent} callbacks stored; ${end}`;
}

function describeEnd({ callSid, facts: { call } }: PlayedRun): string {
  return call ? `call ${callSid} reached ${call.status}` : `call ${callSid} stayed unknown`;
}

/** What came of an interview, in one sentence. */
export function describeInterview({ interviewId, seconds, checks }: InterviewRun): string {
  const [stage] = checks;
  const end = checks.every(({ ok }) => ok) ? 'as expected' : 'not as expected';
  return `interview ${interviewId} reached ${stage!.found} in ${seconds} s; ${end}`;
}
