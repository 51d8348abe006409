import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { CallbackToStore } from '@trunkline/db/inbox';
import { callbackToStore, callSid, progress } from '../../../../test/support/twilio/callbacks.ts';
import { openTestDatabase, storeAll } from '../../../../test/support/db/inbox.ts';
import { startReconciling, type Reconciling } from '../../../../test/support/db/reconciling.ts';
import { startFakeServer } from '../../../../test/support/fake-server.ts';
import { openTwilio } from '@trunkline/twilio/rest';
import { lookUpCalls } from './look-up-calls.ts';

const opened = new AsyncDisposableStack();
afterAll(() => opened.disposeAsync());
const db = opened.use(openTestDatabase(10));
let rec: Reconciling;
beforeAll(async () => void (rec = opened.use(await startReconciling(db))));
beforeEach(() => rec.reset());

const OWN = 'AC5ca1ab1e0ddba11f00dcafe0b0bca75e';
const RESOURCE = {
  parent_call_sid: null,
  from: '+16175006181',
  to: '+15085140320',
  direction: 'outbound-api',
  status: 'completed',
  start_time: 'Thu, 12 Feb 2026 11:48:00 +0000',
  end_time: 'Thu, 12 Feb 2026 11:48:51 +0000',
  duration: '51',
};
let sequence = 0;
const quarantine = (sid: string, fields: Record<string, unknown> = {}, changes: Partial<CallbackToStore> = {}) =>
  storeAll(db, [
    callbackToStore(
      { ...progress(sid, 'completed', (sequence += 1)), AccountSid: OWN, ...fields },
      { processingStatus: 'quarantined', error: 'Timestamp is hidden', callSid: sid, ...changes },
    ),
  ]);
/** A call that ended long ago, of which no callback came. */
async function pastCall(): Promise<string> {
  const known = new Set((await rec.simulator.truth()).map(({ sid }) => sid));
  await rec.simulator.addPast({ day: '2026-11-19', calls: 1, recordings: 0, seed: (sequence += 1) });
  return (await rec.simulator.truth()).find(({ sid, parent_call_sid: parent }) => !known.has(sid) && !parent)!.sid;
}
const lookup = async (sid: string) =>
  (await db.pool.query('select * from call_lookups where call_sid = $1', [sid])).rows[0];
const call = async (sid: string) =>
  (await db.pool.query('select status, is_final from calls where call_sid = $1', [sid])).rows[0];
const asked = async () => (await rec.simulator.restStats()).requests;

test('a call that a quarantined callback alone names is known by what REST says, asked once', async () => {
  const sid = await pastCall();
  await quarantine(sid);
  await lookUpCalls(rec.parts);
  const { status } = (await rec.simulator.truth()).find((one) => one.sid === sid)!;
  expect(await call(sid)).toMatchObject({ status, is_final: true });
  expect(await lookup(sid)).toMatchObject({ state: 'found', call_status: status, attempts: 1 });
  await quarantine(sid);
  await lookUpCalls(rec.parts);
  expect(await asked()).toBe(1);
  const { rows } = await db.pool.query(`select processing_status as state from twilio_webhook_inbox
    where source like 'twilio%'`);
  expect(rows).toEqual([{ state: 'quarantined' }, { state: 'quarantined' }]);
});

test('two callbacks of one call are one request, and two workers ask once', async () => {
  const sid = await pastCall();
  await quarantine(sid);
  await quarantine(sid);
  await Promise.all([lookUpCalls(rec.parts), lookUpCalls(rec.parts), lookUpCalls(rec.parts)]);
  expect(await asked()).toBe(1);
});

test('malformed SIDs, other accounts and our own rows are not asked about', async () => {
  const [a, b, c] = [callSid(1), callSid(2), callSid(3)];
  await quarantine('CAnonsense');
  await quarantine(a, { AccountSid: `AC${'3'.repeat(32)}` });
  await quarantine(b, { AccountSid: [OWN, OWN] });
  await quarantine(c, {}, { source: 'sync' });
  await storeAll(db, [callbackToStore(progress(callSid(4), 'completed', 3))]);
  await lookUpCalls(rec.parts);
  expect(await asked()).toBe(0);
  expect((await db.pool.query('select from call_lookups')).rowCount).toBe(0);
});

test('a call of a known subaccount is asked of that account', async () => {
  const [sub, sid] = [`AC${'5'.repeat(32)}`, callSid(5)];
  const ended = { ...RESOURCE, sid, account_sid: sub };
  await using server = await startFakeServer((request, response) => {
    const isThere = request.url === `/2010-04-01/Accounts/${sub}/Calls/${sid}.json`;
    response.writeHead(isThere ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isThere ? ended : { code: 20404, message: 'not found' }));
  });
  const others = new Set([sub]);
  using twilio = openTwilio({
    TWILIO_ACCOUNT_SID: OWN,
    TWILIO_AUTH_TOKEN: 'ours',
    TWILIO_API_URL: server.url,
    TWILIO_MAX_IN_FLIGHT: 5,
    TWILIO_SUBACCOUNTS: others,
  });
  await quarantine(sid, { AccountSid: sub });
  await lookUpCalls({ ...rec.parts, twilio, accounts: { own: OWN, others } });
  expect([await lookup(sid), await call(sid)]).toMatchObject([
    { state: 'found', account_sid: sub },
    { status: 'completed', is_final: true },
  ]);
});

test('a callback without an account, or kept as bytes only, is asked about in ours', async () => {
  const [first, second] = [await pastCall(), await pastCall()];
  await quarantine(first, { AccountSid: undefined });
  await quarantine(second, {}, { payload: { hex: '7b7d' } });
  await lookUpCalls(rec.parts);
  expect([await call(first), await call(second)]).toMatchObject([{ is_final: true }, { is_final: true }]);
});

test('while Twilio fails it is asked again with backoff, and then once', async () => {
  const sid = await pastCall();
  await quarantine(sid);
  rec.rest.alter = () => 503;
  await expect(lookUpCalls(rec.parts)).rejects.toThrow('503');
  expect(await lookup(sid)).toMatchObject({ state: 'due', attempts: 1, error: expect.stringContaining('503') });
  await lookUpCalls(rec.parts); // not due yet
  expect(await lookup(sid)).toMatchObject({ attempts: 1 });
  rec.rest.alter = (_path, body) => body;
  rec.clock.pass(20);
  await lookUpCalls(rec.parts);
  expect(await lookup(sid)).toMatchObject({ state: 'found', attempts: 2, error: null });
});

test('a call that Twilio does not know is asked about for some minutes, and again for a new callback', async () => {
  const sid = callSid(7);
  await quarantine(sid);
  await lookUpCalls(rec.parts);
  expect(await lookup(sid)).toMatchObject({ state: 'due', attempts: 1 });
  rec.clock.pass(400);
  await lookUpCalls(rec.parts);
  expect(await lookup(sid)).toMatchObject({ state: 'unknown', attempts: 2 });
  await lookUpCalls(rec.parts);
  expect(await lookup(sid)).toMatchObject({ state: 'unknown', attempts: 2 });
  await quarantine(sid);
  await lookUpCalls(rec.parts);
  expect(await lookup(sid)).toMatchObject({ state: 'due', attempts: 1 });
});

test('a live call is entered as it is, and asked about again when another callback is quarantined', async () => {
  const sid = await pastCall();
  const live = (body: string) =>
    JSON.stringify({ ...JSON.parse(body), status: 'in-progress', end_time: null, duration: null });
  rec.rest.alter = (_path, body) => live(body);
  await quarantine(sid);
  await lookUpCalls(rec.parts);
  expect(await call(sid)).toMatchObject({ status: 'in-progress', is_final: false });
  expect(await lookup(sid)).toMatchObject({ state: 'found', call_status: 'in-progress' });
  rec.rest.alter = (_path, body) => body;
  await lookUpCalls(rec.parts);
  expect(await call(sid)).toMatchObject({ is_final: false }); // nothing new named it
  await quarantine(sid);
  await lookUpCalls(rec.parts);
  expect(await call(sid)).toMatchObject({ is_final: true });
});

test('a call that ended just now is entered once its callback can no longer be on its way', async () => {
  const sid = await pastCall();
  const ended = () => new Date(rec.clock.now().getTime() - 2000).toUTCString().replace('GMT', '+0000');
  const end = ended();
  rec.rest.alter = (_path, body) => JSON.stringify({ ...JSON.parse(body), end_time: end });
  await quarantine(sid);
  await lookUpCalls(rec.parts);
  expect(await call(sid)).toBeUndefined();
  expect(await lookup(sid)).toMatchObject({ state: 'due', error: null });
  rec.clock.pass(25);
  await lookUpCalls(rec.parts);
  expect(await call(sid)).toMatchObject({ is_final: true });
});

test('a status that we do not know settles the request and enters nothing', async () => {
  const sid = await pastCall();
  rec.rest.alter = (_path, body) => JSON.stringify({ ...JSON.parse(body), status: 'paused' });
  await quarantine(sid);
  await lookUpCalls(rec.parts);
  expect([await lookup(sid), await call(sid)]).toMatchObject([{ state: 'found', call_status: 'paused' }, undefined]);
});
