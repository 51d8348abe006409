import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { callbackToStore, progress } from '../../../../test/support/twilio/callbacks.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';
import { callSid, emptyInbox } from '../../test/store-test-rows.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ OWNED_PHONE_NUMBERS: '+16175006181' });
  await emptyInbox(api.db);
  await api.db.pool.query(`
    insert into calls (call_sid, parent_call_sid, status, direction, duration_sec, price, start_time, candidate_id) values
      ('${callSid(1)}', null, 'completed', 'inbound', 42, 0.0085, '2026-03-01T10:00:00Z', 7),
      ('${callSid(2)}', '${callSid(1)}', 'no-answer', 'outbound', 0, null, null, null),
      (null, null, 'scheduled', 'outbound', null, null, null, null)`);
  await api.db.pool.query(`
    insert into call_events (inbox_id, call_sid, event_type, event_status, observed_at, source, verdict, fact, payload) values
      (11, '${callSid(1)}', 'call.created', 'ringing', '2026-03-01T10:00:00Z', 'webhook', 'applied', '{"key": "a"}', '{}'),
      (12, '${callSid(1)}', 'call.status_changed', 'completed', '2026-03-01T10:01:00Z', 'webhook', 'applied', '{"key": "b"}', '{}'),
      (13, '${callSid(2)}', 'call.created', 'no-answer', '2026-03-01T10:01:00Z', 'webhook', 'applied', '{"key": "c"}', '{}'),
      (14, null, 'call.conference', null, '2026-03-01T10:01:00Z', 'webhook', 'applied', '{"key": "d"}', '{}')`);
});
afterAll(async () => api[Symbol.asyncDispose]());

test('a call is shown with its log, oldest first, and the calls it placed', async () => {
  const { status, body } = await api.send(`/api/calls/${callSid(1)}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    call_sid: callSid(1),
    status: 'completed',
    duration_sec: 42,
    price: '0.0085',
    start_time: '2026-03-01T10:00:00.000Z',
    candidate_id: 7,
    is_final: false,
  });
  expect(body['events']).toEqual([
    expect.objectContaining({ inbox_id: '11', event_status: 'ringing', dedupe_key: 'a', verdict: 'applied' }),
    expect.objectContaining({ inbox_id: '12', event_status: 'completed', dedupe_key: 'b' }),
  ]);
  const leg = {
    call_sid: callSid(2),
    parent_call_sid: callSid(1),
    status: 'no-answer',
    direction: 'outbound',
    duration_sec: 0,
  };
  expect(body['legs']).toEqual([leg]);
});

test('our id names the same call as its SID', async () => {
  const { body } = await api.send(`/api/calls/${callSid(1)}`);
  expect((await api.send(`/api/calls/${String(body['id'])}`)).body).toEqual(body);
});

test('a call that is only scheduled has no log, not that of all rows without a call', async () => {
  const { rows } = await api.db.pool.query<{ id: string }>('select id from calls where call_sid is null');
  const { body } = await api.send(`/api/calls/${rows[0]!.id}`);
  expect(body).toMatchObject({ status: 'scheduled', events: [], legs: [] });
});

test.each([callSid(3), '999999', 'nonsense', '9'.repeat(30)])('an unknown call is not found: %s', async (key) => {
  const { status, body } = await api.send(`/api/calls/${key}`);
  expect({ status, code: body['code'] }).toEqual({ status: 404, code: 'not_found' });
});

/** A call that rang at 10:00 and ended at 10:01, received 2 s later each, and its leg, first known at 10:00:30. */
async function storeHistory(): Promise<void> {
  const [parent, leg] = [callSid(5), callSid(6)];
  const ids = await storeAndApply(api.db, [
    callbackToStore(progress(parent, 'ringing', 1)),
    callbackToStore({ ...progress(leg, 'initiated', 0), ParentCallSid: parent }),
    callbackToStore(progress(parent, 'completed', 3)),
  ]);
  const times = ['10:00:02', '10:00:30', '10:01:02'].map((time) => `2026-03-01T${time}.000000Z`);
  await api.db.pool.query('alter table call_events disable trigger call_events_immutable');
  await api.db.pool.query(
    `update call_events e set observed_at = t.at::timestamptz, fact = jsonb_set(e.fact, '{observedAt}', to_jsonb(t.at))
    from unnest($1::bigint[], $2::text[]) t(id, at) where e.inbox_id = t.id`,
    [ids, times],
  );
  await api.db.pool.query('alter table call_events enable trigger call_events_immutable');
}

describe('a call as it was known', () => {
  beforeAll(storeHistory);
  const asOf = (time: string) => api.send(`/api/calls/${callSid(5)}?as_of=${encodeURIComponent(time)}`);

  test('is folded from the facts known then, with the log and the legs until then', async () => {
    const { status, body } = await asOf('2026-03-01T10:00:15Z');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      call_sid: callSid(5),
      as_of: '2026-03-01T10:00:15.000Z',
      status: 'ringing',
      direction: 'outbound',
      duration_sec: null,
      is_final: false,
      version: 1,
      legs: [],
      events: [{ event_status: 'ringing', verdict: 'applied', observed_at: '2026-03-01T10:00:02.000Z' }],
    });
    const later = await asOf('2026-03-01T11:00:45+01:00');
    expect(later.body).toMatchObject({ status: 'ringing', legs: [{ call_sid: callSid(6), status: 'initiated' }] });
  });

  test('is the stored call, once all facts are known', async () => {
    const { body: now } = await api.send(`/api/calls/${callSid(5)}`);
    const { body: then } = await asOf('2026-03-01T10:01:02Z');
    const { as_of: _, events, legs, created_at: __, updated_at: ___, ...folded } = then;
    expect(now).toMatchObject(folded);
    expect(now).toMatchObject({ events, legs });
  });

  test('in the future is the call as it is known now', async () => {
    const { body } = await asOf('2999-01-01T00:00:00Z');
    expect(body).toEqual((await api.send(`/api/calls/${callSid(5)}`)).body);
  });

  test('before its first fact is not found, and the answer gives the time of that fact', async () => {
    expect(await asOf('2026-03-01T10:00:01Z')).toMatchObject({
      status: 404,
      body: {
        code: 'not_found',
        detail:
          'Nothing was known of this call at 2026-03-01T10:00:01.000Z. Its first fact is of 2026-03-01T10:00:02.000Z.',
      },
    });
  });

  test.each(['yesterday', '2026-03-01', ''])('at %j is refused', async (time) => {
    expect(await asOf(time)).toMatchObject({ status: 400, body: { code: 'malformed_request' } });
  });
});
