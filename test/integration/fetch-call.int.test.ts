import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { lookUpCalls } from '../../apps/worker-reconcile/src/hot/look-up-calls.ts';
import { startReconciling, type Reconciling } from '../support/db/reconciling.ts';
import { callSid } from '../support/twilio/callbacks.ts';
import { addPerson, keyOf } from '../../apps/api/test/store-test-people.ts';
import { openTestApi, type TestApi } from '../../apps/api/test/open-test-api.ts';

const ACCOUNT = 'AC5ca1ab1e0ddba11f00dcafe0b0bca75e';
const opened = new AsyncDisposableStack();
let api: TestApi;
let rec: Reconciling;
beforeAll(async () => {
  api = opened.use(await openTestApi({ TWILIO_ACCOUNT_SID: ACCOUNT }));
  rec = opened.use(await startReconciling(api.db));
});
afterAll(() => opened.disposeAsync());
beforeEach(() => rec.reset());

let seed = 100;
/** A call that ended long ago, with a recording, of which no callback came. */
async function pastCall(): Promise<string> {
  const known = new Set((await rec.simulator.truth()).map(({ sid }) => sid));
  await rec.simulator.addPast({ day: '2026-11-19', calls: 1, recordings: 1, seed: (seed += 1) });
  return (await rec.simulator.truth()).find(({ sid, parent_call_sid: parent }) => !known.has(sid) && !parent)!.sid;
}
const fetch = (key: string) => api.send(`/api/calls/${key}/fetch`, { method: 'POST' });
const asked = async () => (await rec.simulator.restStats()).requests;

test('an unknown SID is fetched: the answer says where to look, and the call is here once Twilio has answered', async () => {
  const sid = await pastCall();
  expect((await api.send(`/api/calls/${sid}`)).body['detail']).toContain('POST /api/calls/{sid}/fetch');
  const { status, headers, body } = await fetch(sid);
  expect([status, headers['location']]).toEqual([202, `/api/calls/${sid}/lookup`]);
  expect(body).toMatchObject({ call_sid: sid, call_id: null, state: 'due', attempts: 0, settled_at: null });
  await lookUpCalls(rec.parts);
  const found = (await api.send(headers['location']!)).body;
  expect(found).toMatchObject({ state: 'found', attempts: 1, next_attempt_at: null, error: null });
  expect(found['message']).toBe(`Twilio’s REST API shows it as ${String(found['call_status'])}`);
  expect(await api.send(`/api/calls/${sid}`)).toMatchObject({ status: 200, body: { id: found['call_id'] } });
  const { rows } = await api.db.pool.query(`select name from stream_events where name = 'call.created'`);
  expect(rows).toHaveLength(1);
});

test('a call that Twilio does not know is reported as unknown at once', async () => {
  await fetch(callSid(7));
  await lookUpCalls(rec.parts);
  expect((await api.send(`/api/calls/${callSid(7)}/lookup`)).body).toMatchObject({
    state: 'unknown',
    attempts: 1,
    message: 'Twilio’s REST API does not know it',
  });
  expect((await api.send(`/api/calls/${callSid(7)}`)).status).toBe(404);
});

test('while Twilio fails the lookup says why and when it is repeated', async () => {
  const sid = await pastCall();
  await fetch(sid);
  rec.rest.alter = () => 503;
  await expect(lookUpCalls(rec.parts)).rejects.toThrow('503');
  expect((await api.send(`/api/calls/${sid}/lookup`)).body).toMatchObject({
    state: 'due',
    error: expect.stringContaining('503'),
    next_attempt_at: expect.any(String),
  });
});

test('a known call is asked about again, by our id too, and compared again with its recordings', async () => {
  const sid = await pastCall();
  await fetch(sid);
  await lookUpCalls(rec.parts);
  await api.db.pool.query('update calls set reconciled_at = now() where call_sid = $1', [sid]);
  const { rows } = await api.db.pool.query<{ id: string }>('select id from calls where call_sid = $1', [sid]);
  const before = await asked();
  expect(await fetch(rows[0]!.id)).toMatchObject({ status: 202, body: { call_id: rows[0]!.id, state: 'due' } });
  await lookUpCalls(rec.parts);
  expect(await asked()).toBeGreaterThan(before + 1);
  const recordings = await api.db.pool.query('select from call_recordings where call_sid = $1', [sid]);
  expect(recordings.rowCount).toBe(1);
});

test('a fetch is audited, and refused for an unknown key, a scheduled call and a monitor', async () => {
  const sid = callSid(8);
  await fetch(sid);
  const { body } = await api.send(`/api/audit?entity=call_sid:${sid}`);
  expect(body).toMatchObject({ data: [{ event: 'call.fetch_requested', result: 'ok' }] });
  const { rows } = await api.db.pool.query<{ id: string }>(
    `insert into calls (status, direction) values ('scheduled', 'outbound') returning id`,
  );
  expect((await fetch(rows[0]!.id)).status).toBe(409);
  for (const key of ['nonsense', '999999']) expect((await fetch(key)).status).toBe(404);
  const monitor = await keyOf(api.db, await addPerson(api.db, 'a monitor', 'monitor'));
  const refused = await api.send(`/api/calls/${sid}/fetch`, { method: 'POST', headers: monitor.headers });
  expect(refused.status).toBe(403);
  expect((await api.send(`/api/calls/${sid}/lookup`, { headers: monitor.headers })).status).toBe(200);
  expect((await api.send(`/api/calls/${callSid(9)}/lookup`)).status).toBe(404);
});

test('a quarantined callback that comes later is looked up as usual', async () => {
  const sid = callSid(10);
  await fetch(sid);
  await lookUpCalls(rec.parts);
  await api.db.pool.query(
    `insert into twilio_webhook_inbox (source, event_type, call_sid, dedupe_key, payload, processing_status, signature_verdict)
    values ('twilio_voice', 'call-status', $1, $1, '{}', 'quarantined', 'valid')`,
    [sid],
  );
  await lookUpCalls(rec.parts);
  expect((await api.send(`/api/calls/${sid}/lookup`)).body).toMatchObject({ state: 'due', attempts: 1 });
});

test('without a Twilio account a fetch is answered with 503', async () => {
  await using other = await openTestApi();
  expect(await other.send(`/api/calls/${callSid(1)}/fetch`, { method: 'POST' })).toMatchObject({
    status: 503,
    body: { code: 'not_configured' },
  });
});
