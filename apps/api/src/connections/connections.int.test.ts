import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { claimConnection, settleConnection, type ConnectionResult } from '@trunkline/db/connections';
import { createPerson } from '../../../../test/support/db/people.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';

let api: TestApi;
beforeAll(async () => (api = await openTestApi({}, { patienceMs: 5000 })));
afterAll(async () => api[Symbol.asyncDispose]());
beforeEach(() => api.db.pool.query('truncate twilio_connections'));

const OWNED = '+16175006181';
const request = (json: object, headers: Record<string, string> = {}) =>
  api.send('/api/connections', { method: 'POST', json, headers });
const RESULT: ConnectionResult = {
  kind: 'number',
  sid: `PN${'0'.repeat(32)}`,
  name: OWNED,
  changes: [{ parameter: 'VoiceUrl', before: '', after: 'https://calls.example.com/voice' }],
  kept: [],
  error: null,
};
/** Answers the next request as worker-reconcile does; returns what it was asked for. */
const settleNext = (result = RESULT) =>
  eventually(async () => {
    const claimed = await claimConnection(api.db.pool);
    await settleConnection(api.db.pool, claimed!.id, result);
    return claimed!;
  });

test('a connect is answered with what was changed, and can be read and listed later', async () => {
  const answered = request({ action: 'connect', target: OWNED });
  expect(await settleNext()).toMatchObject({ action: 'connect', target: OWNED, isDryRun: false });
  const { status, headers, body } = await answered;
  expect({ status, body }).toMatchObject({
    status: 201,
    body: { ok: true, is_settled: true, changes: RESULT.changes },
  });
  expect((await api.send(headers['location']!)).body).toEqual(body);
  expect((await api.send('/api/connections')).body).toMatchObject({ data: [body] });
  expect((await api.send('/api/connections/77777')).status).toBe(404);
});

test('a reason why nothing was done is part of the answer', async () => {
  const answered = request({ action: 'disconnect', target: OWNED, dry_run: true });
  await settleNext({ ...RESULT, changes: null, error: 'It was not connected.' });
  expect((await answered).body).toMatchObject({ ok: false, error: 'It was not connected.', is_dry_run: true });
});

test('without worker-reconcile the answer says where to ask again', async () => {
  await using impatient = await openTestApi({}, { patienceMs: 100 });
  const json = { action: 'connect', target: OWNED };
  const { status, headers, body } = await impatient.send('/api/connections', { method: 'POST', json });
  expect({ status, body }).toMatchObject({ status: 202, body: { is_settled: false, ok: false } });
  expect(headers['location']).toBe(`/api/connections/${String(body['id'])}`);
});

test.each([
  [{ action: 'connect', target: '6175006181' }, 'target'],
  [{ action: 'connect', target: OWNED, voice_path: '/nowhere' }, 'voice_path'],
  [{ action: 'connect', target: OWNED, voice_path: '/webhooks/twilio/voice-status' }, 'voice_path'],
  [{ action: 'move', target: OWNED }, 'action'],
])('%j is refused before anything is asked of Twilio', async (json, field) => {
  const { status, body } = await request(json);
  expect({ status, body }).toMatchObject({ status: 422, body: { detail: expect.stringContaining(field) } });
  expect((await api.db.pool.query('select from twilio_connections')).rowCount).toBe(0);
});

test('only administrators connect, and see what was connected', async () => {
  for (const role of ['monitor', 'reader', 'client'] as const) {
    const { headers } = await createPerson(api.db, role);
    expect((await request({ action: 'connect', target: OWNED }, headers)).status).toBe(403);
    expect((await api.send('/api/connections', { headers })).status).toBe(403);
  }
});
