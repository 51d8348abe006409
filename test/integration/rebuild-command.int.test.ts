import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { rebuildCalls } from '@trunkline/db/calls';
import { callSnapshot, recordingSnapshot } from '@trunkline/telephony/facts';
import fc from 'fast-check';
import { applyCallbacks } from '../../apps/worker-status/src/apply-callbacks.ts';
import { callbackToStore, callSid, progress } from '../support/twilio/callbacks.ts';
import { someoneWaitsForLock } from '../support/db/sessions.ts';
import { emptyTables, openTestDatabase, storeAll } from '../support/db/inbox.ts';
import { runCli } from '../support/processes/run-cli.ts';
import { silentLog } from '../support/silent-log.ts';
import { OWNED, storeAndApply } from '../support/db/store-and-apply.ts';

const db = openTestDatabase(10);
afterAll(async () => db[Symbol.asyncDispose]());
const empty = () => emptyTables(db);
beforeEach(empty);

const [A, B, CHILD] = [callSid(1), callSid(2), callSid(3)];
const RECORDING = `RE${'4'.repeat(32)}`;
const rest = { source: 'reconcile_hot', rawTarget: '' } as const;
const resource = {
  sid: A,
  status: 'completed',
  direction: 'inbound',
  from: '+15085140320',
  to: '+16175006181',
  start_time: 'Thu, 12 Feb 2026 11:48:00 +0000',
  end_time: 'Thu, 12 Feb 2026 11:48:25 +0000',
  duration: '25',
  price: '-0.03000',
  price_unit: 'USD',
};
const fromRest = ({ kind, ...snapshot }: ReturnType<typeof callSnapshot>) =>
  callbackToStore({}, { ...snapshot, ...rest, callbackKind: kind });

const CALLBACKS = [
  callbackToStore(progress(A, 'initiated', 0), { query: { candidate_id: '7', campaign_id: 'spring' } }),
  callbackToStore(progress(A, 'ringing', 1)),
  callbackToStore(progress(A, 'in-progress', 2)),
  callbackToStore(progress(A, 'completed', 3)),
  callbackToStore(progress(A, 'busy', 4, 9)),
  callbackToStore(
    { CallSid: A, RecordingSid: RECORDING, RecordingStatus: 'completed', RecordingDuration: '7' },
    { callbackKind: 'recording-complete' },
  ),
  callbackToStore(progress(B, 'no-answer', 2)),
  callbackToStore({ ...progress(CHILD, 'in-progress', 0), ParentCallSid: A }),
  callbackToStore(
    { CallSid: A, CallStatus: 'in-progress', DialCallStatus: 'completed', DialCallSid: CHILD },
    { callbackKind: 'dial-action' },
  ),
  fromRest(callSnapshot(resource)),
  fromRest(
    recordingSnapshot({
      sid: RECORDING,
      call_sid: A,
      status: 'completed',
      channels: 2,
      price: '-0.0025',
      price_unit: 'USD',
    }),
  ),
];

test('callbacks and REST observations in any order and in any jobs leave no drift', async () => {
  const apply = applyCallbacks({ db, ownedNumbers: OWNED, log: silentLog });
  const plan = fc.tuple(
    fc.shuffledSubarray(CALLBACKS, { minLength: CALLBACKS.length }),
    fc.integer({ min: 1, max: 5 }),
  );
  await fc.assert(
    fc.asyncProperty(plan, async ([callbacks, perJob]) => {
      await empty();
      const ids = await storeAll(db, callbacks);
      for (let start = 0; start < ids.length; start += perJob) await apply(ids.slice(start, start + perJob));
      expect(await rebuildCalls(db, OWNED)).toEqual({
        calls: 3,
        recordings: 1,
        facts: CALLBACKS.length,
        drift: [],
        driftCount: 0,
        misread: [],
      });
    }),
    { numRuns: 15 },
  );
});

test('the command reports no drift, in words and as JSON', async () => {
  await storeAndApply(db, CALLBACKS);
  const text = 'Rebuilt 3 calls and 1 recording from 11 facts: no drift.\n';
  expect(await runCli(['rebuild'])).toEqual({ code: 0, stdout: text, stderr: '' });
  const { code, stdout } = await runCli(['rebuild', '--json']);
  expect({ code, ...(JSON.parse(stdout) as object) }).toMatchObject({ code: 0, calls: 3, drift_count: 0, drift: [] });
});

test('rows that were changed, deleted or invented are named with both values', async () => {
  await storeAndApply(db, CALLBACKS);
  await db.pool.query(`update calls set duration_sec = 99, answered_by = 'human' where call_sid = '${A}'`);
  await db.pool.query(`update call_recordings set price = -1 where recording_sid = '${RECORDING}'`);
  await db.pool.query(`delete from calls where call_sid = '${B}'`);
  await db.pool.query(`insert into calls (call_sid, version) values ('${callSid(9)}', 1), ('${callSid(10)}', 0)`);
  const { code, stdout } = await runCli(['rebuild', '--json']);
  expect(code).toBe(10);
  expect(JSON.parse(stdout)).toMatchObject({
    drift_count: 5,
    drift: [
      { table: 'call_recordings', sid: RECORDING, column: 'price', stored: '-1.0000', rebuilt: '-0.0025' },
      { table: 'calls', sid: A, column: 'answered_by', stored: 'human', rebuilt: null },
      { table: 'calls', sid: A, column: 'duration_sec', stored: '99', rebuilt: '25' },
      { table: 'calls', sid: B, column: '(row)', stored: null, rebuilt: B },
      { table: 'calls', sid: callSid(9), column: '(row)', stored: callSid(9), rebuilt: null },
    ],
  });
  const text = await runCli(['rebuild']);
  expect(text).toMatchObject({
    code: 10,
    stdout: expect.stringContaining(`calls ${A} duration_sec: stored "99", rebuilt "25"\n`),
  });
});

test('with other owned numbers the output points to OWNED_PHONE_NUMBERS', async () => {
  await storeAndApply(db, [CALLBACKS[1]!]);
  const { code, stdout } = await runCli(['rebuild'], { OWNED_PHONE_NUMBERS: '+15085140320' });
  expect(code).toBe(10);
  expect(stdout).toContain('OWNED_PHONE_NUMBERS');
});

test('--since excludes calls that were not observed since then', async () => {
  await storeAndApply(db, CALLBACKS);
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  expect(await runCli(['rebuild', '--since', day(1)])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Rebuilt 0 calls'),
  });
  expect(await runCli(['rebuild', '--since', day(-1)])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Rebuilt 3 calls'),
  });
  expect(await runCli(['rebuild', '--since', '2026-11-01T10:00'])).toMatchObject({ code: 2 });
});

test('workers that run at the same time cause no drift', async () => {
  const apply = applyCallbacks({ db, ownedNumbers: OWNED, log: silentLog });
  const sids = Array.from({ length: 40 }, (_, n) => callSid(100 + n));
  const work = async () => {
    for (const [sequence, status] of ['initiated', 'ringing', 'in-progress', 'completed'].entries())
      for (const sid of sids) await apply(await storeAll(db, [callbackToStore(progress(sid, status, sequence))]));
  };
  const progressing = { isDone: false };
  const working = work().finally(() => (progressing.isDone = true));
  const counts: number[] = [];
  while (!progressing.isDone) {
    const { drift, facts } = await rebuildCalls(db, OWNED);
    expect(drift).toEqual([]);
    counts.push(facts);
  }
  await working;
  expect(new Set(counts).size).toBeGreaterThan(2); // the workers did run at the same time
});

test('Ctrl-C ends the command at once, also while the database is busy', async () => {
  await storeAndApply(db, [CALLBACKS[1]!]);
  await db.transaction(async (tx) => {
    await tx.query('lock table call_events in access exclusive mode');
    let child: Parameters<Parameters<typeof runCli>[2] & object>[0] | undefined;
    const run = runCli(['rebuild'], {}, (started) => (child = started));
    await someoneWaitsForLock(db, 'trunkline command line');
    child!.kill('SIGINT');
    expect(await run).toMatchObject({ code: 130, stdout: '', stderr: 'Interrupted.\n' });
  });
});

describe('rows written under older rules for numbers', () => {
  const HIDDEN = ['+266696687', '+7378742833', '+17378742833'];
  const [FIRST, SECOND, THIRD, EXTENSION, PERSON] = [21, 22, 23, 24, 25].map(callSid) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const end = (sid: string, from: string, to = '+16175006181') =>
    callbackToStore({ ...progress(sid, 'completed', 0), From: from, To: to });
  const contacts = async () =>
    (await db.pool.query<{ number: string }>('select phone_number as number from contacts order by 1')).rows.map(
      ({ number }) => number,
    );
  const calls = async () =>
    (
      await db.pool.query(`select c.call_sid, c.direction, c.outside_number, k.external_id as conversation
        from calls c left join conversations k on k.id = c.conversation_id order by c.call_sid`)
    ).rows;
  /** As the first release read it: any digits are a number, and every caller is a person. */
  const misread = async (sid: string, number: string, direction = 'inbound') => {
    await db.pool.query(
      `with p as (insert into contacts (phone_number, formatted_number, display_name) values ($2, $2, $2)
          on conflict (phone_number) do update set updated_at = now() returning id),
        k as (insert into conversations (contact_id, external_id, subject) select id, $2, 'Calls with ' || $2 from p
          on conflict (external_id) do update set updated_at = now() returning id)
      update calls set outside_number = $2, direction = $3, conversation_id = (select id from k) where call_sid = $1`,
      [sid, number, direction],
    );
  };
  const RIGHT = [
    { call_sid: FIRST, direction: 'inbound', outside_number: null, conversation: null },
    { call_sid: SECOND, direction: 'inbound', outside_number: null, conversation: null },
    { call_sid: THIRD, direction: 'inbound', outside_number: null, conversation: null },
    { call_sid: EXTENSION, direction: 'internal', outside_number: null, conversation: null },
    { call_sid: PERSON, direction: 'inbound', outside_number: '+15085140320', conversation: '+15085140320' },
  ];

  beforeEach(async () => {
    await storeAndApply(db, [
      end(FIRST, HIDDEN[0]!),
      end(SECOND, HIDDEN[1]!),
      end(THIRD, HIDDEN[2]!),
      end(EXTENSION, 'sip:1001@acme.sip.twilio.com', 'sip:1002003@acme.sip.twilio.com'),
      end(PERSON, '+15085140320'),
    ]);
    for (const [n, sid] of [FIRST, SECOND, THIRD].entries()) await misread(sid, HIDDEN[n]!);
    await misread(EXTENSION, '+11002003', 'outbound');
  });

  test('are shown and left as they are without --apply', async () => {
    const before = [await calls(), await contacts()];
    const { code, stdout } = await runCli(['rebuild', '--json']);
    expect(code).toBe(10);
    const { drift, drift_count: count } = JSON.parse(stdout) as {
      drift: { table: string; sid: string; column: string }[];
      drift_count: number;
    };
    expect(count).toBe(13);
    expect(drift.filter(({ table }) => table === 'contacts').map(({ sid }) => sid)).toEqual([
      '+11002003',
      ...HIDDEN.toSorted(),
    ]);
    expect(drift.filter(({ column }) => column === 'conversation').map(({ sid }) => sid)).toEqual([
      FIRST,
      SECOND,
      THIRD,
      EXTENSION,
    ]);
    expect((await runCli(['rebuild'])).stdout).toContain('npx trunkline rebuild --apply');
    expect([await calls(), await contacts()]).toEqual(before);
  });

  test('are written as the fold has them now with --apply, and contacts that are none are removed', async () => {
    await db.pool.query('truncate stream_events');
    const text = 'Wrote 4 calls, removed 4 contacts. Rebuilt 5 calls and 0 recordings from 5 facts: no drift.\n';
    expect(await runCli(['rebuild', '--apply'])).toEqual({ code: 0, stdout: text, stderr: '' });
    expect([await calls(), await contacts()]).toEqual([RIGHT, ['+15085140320']]);
    expect((await db.pool.query('select from conversations')).rowCount).toBe(1);
    const { rows } = await db.pool.query<{ sid: string }>(
      `select entity_id as sid from stream_events where name = 'call.updated' order by 1`,
    );
    expect(rows.map(({ sid }) => sid)).toEqual([FIRST, SECOND, THIRD, EXTENSION]);
  });

  test('a contact with data that a person added stays', async () => {
    await db.pool.query(`update contacts set metadata = '{"note": "ask"}' where phone_number = '+266696687'`);
    expect(await runCli(['rebuild', '--apply'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('removed 3 contacts'),
    });
    expect(await contacts()).toEqual(['+15085140320', '+266696687']);
  });

  test('--since repairs those calls alone, and leaves contacts that still have calls', async () => {
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    await misread(PERSON, '+11002003');
    expect((await runCli(['rebuild', '--apply', '--since', yesterday])).code).toBe(0);
    expect(await calls()).toEqual(RIGHT);
  });
});
