import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { claimDueCallbacks } from '@trunkline/db/inbox';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';
import { callSid, emptyInbox, storeRows, times, type Row } from '../../test/store-test-rows.ts';

let api: TestApi;
beforeAll(async () => void (api = await openTestApi()));
afterAll(async () => api[Symbol.asyncDispose]());
beforeEach(() => emptyInbox(api.db));

const held = (row: Row = {}): Row => ({ state: 'quarantined', error: 'CallSid has an impossible value', ...row });
const decide = (path: string, json: object) => api.send(`/api/quarantined/${path}`, { method: 'POST', json });
const detail = async (id: string | undefined) => (await api.send(`/api/inbox/${id}`)).body;
const count = async (state: string): Promise<number> =>
  (await api.db.pool.query('select from twilio_webhook_inbox where processing_status = $1', [state])).rowCount ?? 0;

test('quarantined callbacks are listed with their reason, and grouped by it without its SIDs', async () => {
  const unknown = (n: number) => `AccountSid AC${`${n}`.repeat(32)} is neither our account nor a known subaccount`;
  const [id] = await storeRows(api.db, [
    held({ callSid: 'CA-nonsense' }),
    ...[1, 2].map((n) => held({ error: unknown(n) })),
    { state: 'dead_letter', error: 'Timeout' },
  ]);
  const { body } = await api.send('/api/quarantined');
  expect(body['data']).toHaveLength(3);
  expect(body['data']).toContainEqual(
    expect.objectContaining({ id, call_sid: 'CA-nonsense', error: 'CallSid has an impossible value' }),
  );
  expect(body['groups']).toMatchObject([
    { event_type: 'call-status', error: 'AccountSid <sid> is neither our account nor a known subaccount', count: 2 },
    { event_type: 'call-status', error: 'CallSid has an impossible value', count: 1 },
  ]);
  expect(body['window']).toMatchObject({ from: null, default: true });
});

test('a released callback is pending and due at once, and keeps why it was quarantined and released', async () => {
  const [id] = await storeRows(api.db, [held()]);
  const { status, body } = await decide(`${id}/release`, { reason: 'it is Twilio’s' });
  expect({ status, body }).toEqual({ status: 202, body: { id, state: 'pending' } });
  expect(await detail(id)).toMatchObject({
    state: 'pending',
    error: null,
    decision_reason: 'it is Twilio’s (was quarantined: CallSid has an impossible value)',
  });
  expect(await claimDueCallbacks(api.db.pool, 10)).toEqual([expect.objectContaining({ id })]);
});

test('a discarded callback keeps its reason, and is neither quarantined nor ever due', async () => {
  const [id] = await storeRows(api.db, [held()]);
  expect((await decide(`${id}/discard`, { reason: 'a test of ours' })).body).toEqual({ id, state: 'discarded' });
  expect(await detail(id)).toMatchObject({
    state: 'discarded',
    error: 'CallSid has an impossible value',
    decision_reason: 'a test of ours',
  });
  expect((await api.send('/api/quarantined')).body['data']).toEqual([]);
  expect((await api.send('/api/inbox')).body['counts']).toMatchObject({ quarantined: 0, discarded: 1 });
  expect(await claimDueCallbacks(api.db.pool, 10)).toEqual([]);
});

test('each decision is audited with its actor', async () => {
  const [first, second] = await storeRows(api.db, times(2, held()));
  await decide(`${first}/release`, { reason: 'ours' });
  await decide(`${second}/discard`, { reason: 'forged' });
  const { body } = await api.send('/api/audit?limit=2');
  expect(body['data']).toMatchObject([
    { event: 'quarantined.discarded', entity: `callback:${second}`, result: 'ok' },
    { event: 'quarantined.released', entity: `callback:${first}`, result: 'ok' },
  ]);
});

test.each(['release', 'discard'])('to %s needs a reason, and a callback that is quarantined', async (decision) => {
  const [id, other] = await storeRows(api.db, [held(), { state: 'dead_letter' }]);
  for (const json of [{}, { reason: '' }, { reason: 7 }])
    expect((await decide(`${id}/${decision}`, json)).status).toBe(422);
  const { status, body } = await decide(`${other}/${decision}`, { reason: 'x' });
  expect(status).toBe(409);
  expect(body).toMatchObject({ current_state: 'dead_letter', allowed_transitions: ['pending', 'discarded'] });
  expect((await decide(`12345/${decision}`, { reason: 'x' })).status).toBe(404);
  expect((await decide(`x/${decision}`, { reason: 'x' })).status).toBe(404);
  expect(await count('quarantined')).toBe(1);
});

test('concurrent requests decide once', async () => {
  const [id] = await storeRows(api.db, [held()]);
  const both = ['release', 'discard', 'release'].map((decision) => decide(`${id}/${decision}`, { reason: 'x' }));
  const statuses = (await Promise.all(both)).map(({ status }) => status);
  expect(statuses.toSorted((a, b) => a - b)).toEqual([202, 409, 409]);
});

test.each(['release', 'discard'])('a dry run counts what %s by filter then changes', async (decision) => {
  await storeRows(api.db, [
    ...times(3, held({ error: 'AccountSid AC1 is neither' })),
    held(),
    held({ callSid: callSid(1) }),
    { state: 'dead_letter', error: 'AccountSid AC1 is neither' },
  ]);
  const filter = { error_contains: 'AccountSid', reason: 'it is a subaccount', limit: 2 };
  const dry = await decide(decision, { ...filter, dry_run: true });
  expect(dry).toMatchObject({ status: 200, body: { dry_run: true, matched: 2, changed: 0 } });
  expect(await count('quarantined')).toBe(5);
  const { status, body } = await decide(decision, filter);
  expect({ status, body }).toEqual({ status: 202, body: { dry_run: false, matched: 2, changed: 2 } });
  expect([await count('quarantined'), await count('dead_letter')]).toEqual([3, 1]);
  expect((await decide(decision, { reason: 'x' })).status).toBe(400);
  expect((await decide(decision, { all: true })).status).toBe(422);
  expect((await decide(decision, { all: true, reason: 'x' })).body).toMatchObject({ changed: 3 });
});
