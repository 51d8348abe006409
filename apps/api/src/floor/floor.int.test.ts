import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { callbackToStore, progress } from '../../../../test/support/twilio/callbacks.ts';
import { emptyTables } from '../../../../test/support/db/inbox.ts';
import { createOrderOf, createPerson, type Person } from '../../../../test/support/db/people.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';
import { callSid } from '../../test/store-test-rows.ts';

let api: TestApi;
let monitor: Person;
let reader: Person;
let client: Person;
beforeAll(async () => {
  api = await openTestApi({ OWNED_PHONE_NUMBERS: '+16175006181' });
  [monitor, reader, client] = [
    await createPerson(api.db, 'monitor'),
    await createPerson(api.db, 'reader'),
    await createPerson(api.db, 'client'),
  ];
});
afterAll(async () => api[Symbol.asyncDispose]());

const [TALKS, RINGS, JUST_ENDED, MISSED, LONG_AGO] = [1, 2, 3, 4, 5].map(callSid);

/** One call talks and is recorded, one has rung for minutes, one was answered and has just ended, two ended before. */
beforeEach(async () => {
  await emptyTables(api.db);
  await storeAndApply(api.db, [
    callbackToStore(progress(TALKS!, 'in-progress', 2)),
    callbackToStore(progress(RINGS!, 'ringing', 1)),
    callbackToStore(progress(JUST_ENDED!, 'completed', 3)),
    callbackToStore(progress(MISSED!, 'no-answer', 3)),
    callbackToStore(progress(LONG_AGO!, 'completed', 3)),
  ]);
  const endedBefore = (sid: string, age: string) =>
    api.db.pool.query('update calls set finalized_at = now() - $2::interval where call_sid = $1', [sid, age]);
  await endedBefore(JUST_ENDED!, '3 s');
  await endedBefore(MISSED!, '5 min');
  await endedBefore(LONG_AGO!, '1 h');
  await api.db.pool.query(`update calls set recording_status = 'recording' where call_sid = $1`, [TALKS]);
  await api.db.pool.query(
    `insert into siren_alerts (call_id, triggered_by, alert_type, reason) select id, $2, 'emergency', 'help' from calls where call_sid = $1`,
    [TALKS, reader.id],
  );
  await api.db.pool.query(
    `insert into callback_gaps (call_sid, missing, noticed_by, healed_at) values ($1, 'ringing', 'warm', null), ($1, 'answered', 'warm', now())`,
    [MISSED],
  );
});

const floor = async (headers = {}) => {
  const { status, body } = await api.send('/api/floor', { headers });
  expect(status).toBe(200);
  return body as { data: Body[]; counts: Body; thresholds: Body; limited: boolean };
};

test('the floor has the live calls and those that have just ended, each with all that belongs to it', async () => {
  const { data, limited, thresholds } = await floor(monitor.headers);
  expect(data.map((call) => call['call_sid'])).toEqual([TALKS, RINGS, JUST_ENDED]);
  expect(limited).toBe(false);
  expect(thresholds).toMatchObject({ waiting_seconds: 30, just_ended_seconds: 15 });
  expect(data[0]).toMatchObject({
    answered_at: '2026-02-12T11:48:02.000Z',
    contact: { phone_number: '+15085140320' },
    siren: { status: 'active' },
    control: { recording: { asked: 'recording', seen: 'recording', warning: null }, drop: null },
    gap: { open: 0 },
  });
});

test('an incoming call is in progress while the leg that it dialled is, though no callback says so', async () => {
  const [incoming, leg] = [6, 7].map(callSid) as [string, string];
  const dialled = { ParentCallSid: incoming, Direction: 'outbound-dial' };
  await storeAndApply(api.db, [
    callbackToStore({ ...progress(incoming, 'ringing', 0), Direction: 'inbound' }),
    callbackToStore({ ...progress(leg, 'in-progress', 2), ...dialled }),
  ]);
  const { data, counts } = await floor(monitor.headers);
  expect(data.find((call) => call['call_sid'] === incoming)).toMatchObject({
    status: 'in-progress',
    answered_at: '2026-02-12T11:48:02.000Z',
  });
  expect(counts).toMatchObject({ active: 2, ringing: 1, waiting_long: 1 });
});

test('the figures count calls, sirens and missing callbacks', async () => {
  expect((await floor(monitor.headers)).counts).toMatchObject({
    active: 1,
    ringing: 1,
    waiting_long: 1,
    waiting_since: '2026-02-12T11:48:01.000Z',
    recording: 1,
    paused: 0,
    open_sirens: 1,
    unanswered_since: expect.any(String),
    answered_calls: 1,
    ended_calls: 2,
    open_gaps: 1,
    healed_today: 1,
  });
});

test('a leg is listed too, and only its call is counted', async () => {
  await storeAndApply(api.db, [callbackToStore({ ...progress(callSid(6), 'in-progress', 2), ParentCallSid: TALKS! })]);
  const { data, counts } = await floor(monitor.headers);
  expect(data.map((call) => call['parent_call_sid'])).toContain(TALKS);
  expect(counts).toMatchObject({ active: 1 });
});

describe('the parties of an order', () => {
  test('get their own calls and figures', async () => {
    const orderId = await createOrderOf(api.db, client.id, reader.id);
    await api.db.pool.query('update calls set order_id = $1 where call_sid = $2', [orderId, TALKS]);
    for (const { headers } of [client, reader]) {
      const { data, counts } = await floor(headers);
      expect(data).toMatchObject([{ call_sid: TALKS, answered_at: '2026-02-12T11:48:02.000Z' }]);
      expect(counts).toMatchObject({ active: 1, ringing: 0, ended_calls: 0, open_gaps: null, healed_today: null });
    }
    expect((await floor(client.headers)).counts).toMatchObject({ open_sirens: 0 }); // the reader raised it
    expect((await floor(reader.headers)).counts).toMatchObject({ open_sirens: 1 });
  });

  test('without calls get an empty floor', async () => {
    expect(await floor(client.headers)).toMatchObject({ data: [], counts: { active: 0, ended_calls: 0 } });
  });
});
