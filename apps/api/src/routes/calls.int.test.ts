import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openTestApi, type TestApi } from '../open-test-api.ts';
import { callSid, emptyInbox } from '../store-test-rows.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
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

test('our id leads to the same call as its SID', async () => {
  const { body } = await api.send(`/api/calls/${callSid(1)}`);
  expect((await api.send(`/api/calls/${String(body['id'])}`)).body).toEqual(body);
});

test('a call that was only scheduled has no log, not that of everything without a call', async () => {
  const { rows } = await api.db.pool.query<{ id: string }>('select id from calls where call_sid is null');
  const { body } = await api.send(`/api/calls/${rows[0]!.id}`);
  expect(body).toMatchObject({ status: 'scheduled', events: [], legs: [] });
});

test.each([callSid(3), '999999', 'nonsense', '9'.repeat(30)])('an unknown call is not found: %s', async (key) => {
  const { status, body } = await api.send(`/api/calls/${key}`);
  expect({ status, code: body['code'] }).toEqual({ status: 404, code: 'not_found' });
});
