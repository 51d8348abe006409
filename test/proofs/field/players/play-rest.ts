import { eventually } from '../../../support/eventually.ts';
import type { FieldCase } from '../case.ts';
import type { FieldStack } from '../open-field-stack.ts';
import type { Sids } from '../placeholders.ts';
import type { Observe } from './played.ts';

type Row = Record<string, unknown>;
type Run = { id: string; state: string };

/** Has Twilio's lists hold these rows, runs one scan, and returns a function that observes what it imported. */
export async function playRest(stack: FieldStack, { rest = {}, expect }: FieldCase, sids: Sids): Promise<Observe> {
  await stack.app('worker-status');
  await stack.app('worker-reconcile');
  const fetching = 'recording' in expect ? await stack.app('worker-recording') : undefined;
  const { calls = [], recordings = [], answers = [] } = rest;
  const at = { start_time: recent(40), end_time: recent(30), date_created: recent(41), date_updated: recent(29) };
  stack.twilio.listed = {
    calls: calls.map((row) => ({ ...at, ...row })),
    recordings: recordings.map((row) => ({ date_created: recent(39), start_time: recent(39), ...row })),
  };
  stack.twilio.answers.push(...answers);
  const answer = await stack.post('/api/sync/today');
  const run = await untilEnded(stack, answer.body);
  stack.twilio.listed = { calls: [], recordings: [] }; // the tiers read the lists too
  return async () => ({
    status: answer.status,
    run: run && { ...run, text: JSON.stringify(run) },
    call: 'call' in expect ? await stack.get(`/api/calls/${sids.of('CANEW')}`) : null,
    rows: await countKnown(stack, calls, recordings),
    recording: 'recording' in expect ? await stack.get(`/api/recordings/${sids.of('RENEW')}`) : null,
    errors: fetching ? countErrors(fetching.output, sids.of('RENEW')) : 0,
  });
}

/** Error lines of a log that name this SID. */
export const countErrors = (output: string, sid: string): number =>
  output.split('\n').filter((line) => line.includes(sid) && line.includes('"level":"error"')).length;

/** Minutes ago, as Twilio writes a time. */
const recent = (minutes: number): string =>
  new Date(Date.now() - minutes * 60_000).toUTCString().replace('GMT', '+0000');

/** The scan once it has ended; also where the answer came first, or was a failure that names it. */
async function untilEnded(stack: FieldStack, body: Row): Promise<Run | null> {
  const sql = 'select id::text from sync_runs order by sync_runs.id desc limit 1';
  const id = (body['run'] as Run | undefined)?.id ?? (await stack.db.pool.query<Run>(sql)).rows[0]?.id;
  return eventually(
    async () => {
      const run = await stack.get<Run>(`/api/sync/runs/${id}`);
      if (run && ['queued', 'running', 'requested'].includes(run.state)) throw new Error(`the scan is ${run.state}`);
      return run;
    },
    { timeoutMs: 60_000 },
  );
}

/** How many of the listed calls and recordings are known here. */
async function countKnown(stack: FieldStack, calls: readonly Row[], recordings: readonly Row[]): Promise<number> {
  const { rows } = await stack.db.pool.query<{ count: number }>(
    `select ((select count(*) from calls where call_sid = any($1)) +
      (select count(*) from call_recordings where recording_sid = any($2)))::integer as count`,
    [calls.map(({ sid }) => sid), recordings.map(({ sid }) => sid)],
  );
  return rows[0]!.count;
}
