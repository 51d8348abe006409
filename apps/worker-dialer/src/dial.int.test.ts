import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { unscoped } from '@trunkline/db/connection';
import {
  beginSubmission,
  cancelCallIntent,
  createCallIntent,
  findCallIntent,
  NO_CAPS,
  type CallIntent,
} from '@trunkline/db/dialing';
import { randomUUID } from 'node:crypto';
import { eventually } from '../../../test/support/eventually.ts';
import { emptyTables, openTestDatabase } from '../../../test/support/db/inbox.ts';
import { startFakeCalls, type Fate, type FakeCalls } from '../../../test/support/twilio/fake-calls.ts';
import { callbackToStore, progress } from '../../../test/support/twilio/callbacks.ts';
import { dialerParts } from '../../../test/support/twilio/dialer-parts.ts';
import { storeAndApply } from '../../../test/support/db/store-and-apply.ts';
import type { DialerParts } from './dialer-parts.ts';
import { handleIntent } from './handle-intent.ts';
import { CHECKS } from './match-call.ts';
import { parseQuietHours } from './quiet-hours.ts';
import { deleteRows } from '../../../test/support/db/delete-rows.ts';

const db = openTestDatabase(20);
let twilio: FakeCalls;
let parts: DialerParts & { twilio: Disposable };

beforeEach(async () => {
  await emptyTables(db);
  await deleteRows(db.pool, ['call_intents', 'interviews', 'interview_events', 'interview_templates']);
  twilio = await startFakeCalls();
  parts = dialerParts(db, twilio.url, NO_CAPS);
});
afterEach(async () => {
  parts.twilio[Symbol.dispose]();
  await twilio[Symbol.asyncDispose]();
});
afterAll(async () => db[Symbol.asyncDispose]());

async function createIntent(changes: Partial<CallIntent> = {}): Promise<string> {
  const id = randomUUID();
  const intent = {
    id,
    kind: 'candidate' as const,
    candidateId: 7,
    interviewId: null,
    toNumber: '+15085140320',
    fromNumber: '+16175006181',
    voiceUrl: 'https://calls.example.com/voice?candidate_id=7',
    statusUrl: 'https://calls.example.com/twilio-status?candidate_id=7#rc=1',
  };
  await createCallIntent(unscoped(db), { ...intent, ...changes, id }, NO_CAPS);
  return id;
}

const handle = (intentId: string) => handleIntent(parts)({ intentId });
const row = async (id: string) => (await findCallIntent(unscoped(db), id))!;
const steps = async (id: string) => (await row(id)).evidence.map(({ step }) => step);
/** Moves submissions into the past, so that their checks are due. */
const letTimePass = (seconds: number) =>
  db.pool.query(`update call_intents set submitting_at = submitting_at - $1 * interval '1 second'`, [seconds]);

async function checkUntilTheEnd(id: string): Promise<void> {
  await letTimePass(6);
  for (let n = 0; n <= CHECKS; n++) await handle(id);
}

test('a call is placed once however often its job runs, with every callback subscribed and retried', async () => {
  const id = await createIntent();
  await Promise.all([1, 2, 3, 4].map(() => handle(id)));
  await handle(id);
  expect(twilio.posts).toHaveLength(1);
  expect([...twilio.posts[0]!]).toEqual([
    ['To', '+15085140320'],
    ['From', '+16175006181'],
    ['Url', 'https://calls.example.com/voice?candidate_id=7#rc=5&rp=all'],
    ['Method', 'POST'],
    ['StatusCallback', `https://calls.example.com/twilio-status?candidate_id=7&intent_id=${id}#rc=5&rp=all`],
    ...['initiated', 'ringing', 'answered', 'completed'].map((event) => ['StatusCallbackEvent', event]),
    ['StatusCallbackMethod', 'POST'],
    ['Timeout', '45'],
    ['TimeLimit', '3600'],
  ]);
  expect(await row(id)).toMatchObject({ state: 'submitted', callSid: twilio.calls[0]!.sid, error: null });
  expect(await steps(id)).toEqual(['submitted']);
});

test('a submission is committed before Twilio gets it', async () => {
  const id = await createIntent();
  let seen: CallIntent | undefined;
  twilio.fate = async (): Promise<Fate> => {
    seen = await row(id);
    return 'made';
  };
  await handle(id);
  expect(seen).toMatchObject({ state: 'submitting' });
});

test.each<Fate>(['made-and-lost', 'gibberish', 'cut'])('a submission that was %s is never repeated', async (fate) => {
  const id = await createIntent();
  twilio.fate = () => fate;
  await handle(id);
  expect(await row(id)).toMatchObject({ state: 'submission_unknown', callSid: null });
  await checkUntilTheEnd(id);
  expect(twilio.posts).toHaveLength(1);
  const expected = fate === 'cut' ? { state: 'not_placed' } : { state: 'submitted', callSid: twilio.calls[0]!.sid };
  expect(await row(id)).toMatchObject({ ...expected, resolvedAt: expect.any(Date) });
  expect(await steps(id)).toEqual(['submission-unknown', fate === 'cut' ? 'not-listed' : 'named']);
});

test('a call that Twilio lists late is found late, and not reported missing before', async () => {
  const id = await createIntent();
  twilio.fate = () => 'made-and-lost';
  await handle(id);
  twilio.isConsistent = false;
  await letTimePass(3);
  for (let n = 0; n < 3 * CHECKS; n++) await handle(id); // a check that is not due does not count
  expect(await row(id)).toMatchObject({ state: 'submission_unknown', checks: CHECKS - 1 });
  twilio.isConsistent = true;
  await letTimePass(3);
  await handle(id);
  expect(await row(id)).toMatchObject({ state: 'submitted', callSid: twilio.calls[0]!.sid });
});

test('a process that dies after its commit leaves a call that is checked for, not placed again', async () => {
  const id = await createIntent();
  await db.pool.query(`update call_intents set state = 'submitting', submitting_at = now() where id = $1`, [id]);
  await handle(id);
  expect(await row(id)).toMatchObject({ state: 'submitting' }); // the process may still be submitting
  await letTimePass(21);
  await handle(id);
  expect(await row(id)).toMatchObject({ state: 'submission_unknown' });
  await checkUntilTheEnd(id);
  expect(await row(id)).toMatchObject({ state: 'not_placed' });
  expect(twilio.posts).toEqual([]);
});

test('a callback that carries the intent resolves it, also one that arrives before Twilio’s answer', async () => {
  const id = await createIntent();
  const receive = (sid: string) =>
    storeAndApply(db, [callbackToStore(progress(sid, 'ringing', 1), { query: { candidate_id: '7', intent_id: id } })]);
  let early: Promise<unknown> | undefined;
  twilio.fate = () => ((early = receive(`CA${'1'.padStart(32, '0')}`)), 'made-and-lost');
  await handle(id);
  await early;
  expect(await row(id)).toMatchObject({ state: 'submitted', callSid: `CA${'1'.padStart(32, '0')}` });
  await receive(`CA${'2'.padStart(32, '0')}`);
  expect(await steps(id)).toEqual(expect.arrayContaining(['callback', 'second-call']));
  expect(await row(id)).toMatchObject({ callSid: `CA${'1'.padStart(32, '0')}` });
});

test('a callback proves a call also after it was given up', async () => {
  const id = await createIntent();
  twilio.fate = () => 'cut';
  await handle(id);
  await checkUntilTheEnd(id);
  const sid = `CA${'9'.repeat(32)}`;
  await storeAndApply(db, [callbackToStore(progress(sid, 'initiated', 0), { query: { intent_id: id } })]);
  expect(await row(id)).toMatchObject({ state: 'submitted', callSid: sid, error: null });
});

test('two calls to one number are never mixed up, with and without Twilio’s record of its requests', async () => {
  twilio.fate = () => 'made-and-lost';
  const ids = [await createIntent(), await createIntent(), await createIntent()];
  for (const id of ids) await handle(id);
  twilio.calls.splice(2, 1); // the third was never placed
  for (const call of twilio.calls) call.hasEvents = false;
  await letTimePass(6);
  for (let n = 0; n <= CHECKS; n++) for (const id of ids) await handle(id);
  const rows = await Promise.all(ids.map(row));
  expect(rows.map(({ state }) => state)).toEqual(['submitted', 'submitted', 'not_placed']);
  expect(rows.map(({ callSid }) => callSid)).toEqual([twilio.calls[0]!.sid, twilio.calls[1]!.sid, null]);
});

test.each<Fate>(['too-many', 'revoked'])('a submission that was %s is retried later', async (fate) => {
  const id = await createIntent();
  twilio.fate = () => fate;
  await handle(id);
  expect(await row(id)).toMatchObject({ state: 'queued', checks: 1, error: expect.stringContaining('POST') });
  expect((await row(id)).nextAttemptAt.getTime()).toBeGreaterThan(Date.now());
  twilio.fate = () => 'made';
  await handle(id);
  expect(await row(id)).toMatchObject({ state: 'submitted', error: null });
});

test('a refused connection leaves nothing unknown, and is retried', async () => {
  const id = await createIntent();
  await twilio[Symbol.asyncDispose]();
  await handle(id);
  expect(await row(id)).toMatchObject({ state: 'queued', error: expect.stringContaining('no answer') });
});

test('a refusal is final, with Twilio’s code, its link and no number', async () => {
  const id = await createIntent();
  twilio.fate = () => 'invalid';
  await handle(id);
  await handle(id);
  expect(twilio.posts).toHaveLength(1);
  const refused = await row(id);
  expect(refused).toMatchObject({ state: 'refused', errorCode: '21211' });
  expect(refused.evidence).toEqual([expect.objectContaining({ more_info: 'https://t.example/21211' })]);
  expect(refused.error).not.toContain('5085140320');
});

test.each<[Fate, string]>([
  ['invalid', 'refused'],
  ['cut', 'not_placed'],
])('an interview whose call was %s has failed', async (fate, state) => {
  const interviewId = await createInterviewRow();
  const id = await createIntent({ kind: 'interview', interviewId });
  twilio.fate = () => fate;
  await handle(id);
  await checkUntilTheEnd(id);
  expect(await row(id)).toMatchObject({ state });
  const { rows } = await db.pool.query('select status, failure from interviews where id = $1', [interviewId]);
  expect(rows).toEqual([{ status: 'failed', failure: (await row(id)).error }]);
});

test('in quiet hours no call is placed, and the intent says until when', async () => {
  const now = new Date();
  const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000).toISOString().slice(11, 16);
  parts.quiet = parseQuietHours(`${at(-1)}-${at(2)}`, 'UTC');
  const id = await createIntent();
  await handle(id);
  const deferred = await row(id);
  expect(deferred).toMatchObject({ state: 'queued', error: expect.stringContaining('Quiet hours until') });
  expect(deferred.nextAttemptAt.getTime()).toBeGreaterThan(now.getTime() + 3_600_000);
  expect(twilio.posts).toEqual([]);
});

test('an intent that was canceled, or is not due yet, is not dialled', async () => {
  const [canceled, later] = [await createIntent(), await createIntent({ notBefore: new Date(Date.now() + 60_000) })];
  expect(await cancelCallIntent(unscoped(db), canceled)).toBe(true);
  for (const id of [canceled, later]) await handle(id);
  expect(twilio.posts).toEqual([]);
  expect(await row(canceled)).toMatchObject({ state: 'canceled' });
});

test('all copies together place no more calls in any second than allowed', async () => {
  parts.config = { ...parts.config, DIAL_PER_SECOND: 4 };
  const ids = await Promise.all(
    Array.from({ length: 13 }, (_, n) => createIntent({ toNumber: `+15085140${300 + n}` })),
  );
  const tick = async () => {
    await Promise.all(ids.map(handle)); // an intent that waits too long is left for the next tick
    expect(twilio.posts).toHaveLength(13);
  };
  await eventually(tick, { timeoutMs: 50_000 });
  const { rows } = await db.pool.query<{ most: number }>(`
    select max(n)::integer as most from (
      select count(*) over (order by submitting_at range between interval '999 milliseconds' preceding and current row) as n
      from call_intents) windows`);
  expect(rows).toEqual([{ most: 4 }]);
});

test('a number is not called while the outcome of another request to it is unknown', async () => {
  const begin = (id: string) => beginSubmission(db, id, 1000, NO_CAPS);
  const [first, second, other] = [
    await createIntent(),
    await createIntent(),
    await createIntent({ toNumber: '+15085140321' }),
  ];
  expect(await begin(first)).toMatchObject({ intent: { id: first } });
  expect(await begin(second)).toEqual({ waitMs: 250 });
  const begunAgo = (seconds: number) =>
    db.pool.query(`update call_intents set submitting_at = now() - $2 * interval '1 second' where id = $1`, [
      first,
      seconds,
    ]);
  await begunAgo(5);
  expect(await begin(second)).toEqual({ waitMs: 250 });
  expect(await begin(other)).toMatchObject({ intent: { id: other } });
  await begunAgo(9); // by then Twilio's times tell the two apart
  expect(await begin(second)).toMatchObject({ intent: { id: second } });
});

test('two calls to one number follow each other at once when Twilio answers', async () => {
  const ids = [await createIntent(), await createIntent()];
  await Promise.all(ids.map(handle));
  for (const id of ids) expect(await row(id)).toMatchObject({ state: 'submitted' });
});

async function createInterviewRow(): Promise<string> {
  await db.pool.query(`insert into candidates (id, phone_number) values (7, '+15085140320') on conflict do nothing`);
  const { rows } = await db.pool.query<{ id: string }>(`
    with template as (
      insert into interview_templates (job_description_id, version, title, questions)
      values (gen_random_uuid(), 1, 'Sales', '[{"text": "Why?"}]') returning id)
    insert into interviews (candidate_id, template_id, question_count) select 7, id, 1 from template returning id`);
  return rows[0]!.id;
}

test.each(['911', '112', '+1911', '+266696687', '+15551234567'])(
  '%s is never called, though a row asks for it',
  async (toNumber) => {
    const id = await createIntent({ toNumber });
    await handle(id);
    expect(twilio.posts).toEqual([]);
    expect(await row(id)).toMatchObject({ state: 'refused', error: expect.stringContaining('never called') });
  },
);
