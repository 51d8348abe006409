import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { claimDueCallbacks } from '@trunkline/db/inbox';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';
import { callSid, emptyInbox, storeRows, times, type Row } from '../../test/store-test-rows.ts';

let api: TestApi;
beforeAll(async () => void (api = await openTestApi()));
afterAll(async () => api[Symbol.asyncDispose]());
beforeEach(() => emptyInbox(api.db));

const dead = (row: Row = {}): Row => ({ state: 'dead_letter', error: 'Timeout after 30 s', ...row });
const replay = (json: object, headers = {}) => api.send('/api/dead-letters/replay', { method: 'POST', json, headers });
const replayOne = (id: string | undefined) => api.send(`/api/dead-letters/${id}/replay`, { method: 'POST' });

async function deadCount(): Promise<number> {
  const sql = `select count(*)::int as n from twilio_webhook_inbox where processing_status = 'dead_letter'`;
  return (await api.db.pool.query<{ n: number }>(sql)).rows[0]!.n;
}

test('dead letters of any age are listed, and no other callbacks', async () => {
  const [old] = await storeRows(api.db, [dead({ receivedAt: new Date('2026-02-01T12:00:00Z') }), { state: 'failed' }]);
  const { body } = await api.send('/api/dead-letters');
  expect(body['data']).toEqual([
    expect.objectContaining({ id: old, state: 'dead_letter', error: 'Timeout after 30 s' }),
  ]);
  expect(body['window']).toMatchObject({ from: null, default: true });
});

test('the same error is one group, whatever SIDs, numbers and quotations it contains', async () => {
  const at = (second: number): Date => new Date(`2026-02-01T12:00:0${second}Z`);
  await storeRows(api.db, [
    dead({ error: `No call ${callSid(1)} in 3 tries: "a"`, receivedAt: at(1) }),
    dead({ error: `No call ${callSid(2)} in 4 tries: "b"\n at stack`, receivedAt: at(2) }),
    dead({ error: `No call ${callSid(2)} in 4 tries: "b"`, type: 'dial-action', receivedAt: at(3) }),
  ]);
  const { body } = await api.send('/api/dead-letters');
  const error = 'No call <sid> in <n> tries: "…"';
  const [first_seen_at, last_seen_at] = [at(1).toISOString(), at(2).toISOString()];
  expect(body['groups']).toEqual([
    {
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      event_type: 'call-status',
      error,
      count: 2,
      first_seen_at,
      last_seen_at,
    },
    expect.objectContaining({ event_type: 'dial-action', error, count: 1 }),
  ]);
});

test('a replayed dead letter is pending and due for the relay at once', async () => {
  const [id] = await storeRows(api.db, [dead()]);
  const { status, body } = await replayOne(id);
  expect({ status, body }).toEqual({ status: 202, body: { replayed: 1 } });
  expect((await api.send(`/api/inbox/${id}`)).body).toMatchObject({
    state: 'pending',
    retry_count: 0,
    error: null,
    generation: 1,
  });
  expect(await claimDueCallbacks(api.db.pool, 10)).toEqual([expect.objectContaining({ id, generation: 2 })]);
});

test('concurrent requests replay a dead letter once', async () => {
  const [id] = await storeRows(api.db, [dead()]);
  const statuses = (await Promise.all([1, 2, 3, 4].map(() => replayOne(id)))).map(({ status }) => status);
  expect(statuses.toSorted((a, b) => a - b)).toEqual([202, 409, 409, 409]);
});

test('a callback in another state is not replayed, and the answer names its state', async () => {
  const [id] = await storeRows(api.db, [{ state: 'completed' }]);
  const { status, body } = await replayOne(id);
  expect(status).toBe(409);
  expect(body).toMatchObject({ code: 'invalid_state_transition', current_state: 'completed' });
  expect((await replayOne('12345')).status).toBe(404);
});

test.each<[object, number]>([
  [{ all: true }, 6],
  [{ event_type: 'dial-action' }, 2],
  [{ call_sid: callSid(1) }, 3],
  [{ error_contains: '30 s' }, 5],
  [{ error_contains: '%' }, 1],
  [{ received_before: '2026-02-02T00:00:00Z' }, 1],
  [{ received_after: '2026-02-02T00:00:00Z', event_type: 'call-status' }, 3],
  [{ call_sid: callSid(1), limit: 2 }, 2],
  [{ call_sid: callSid(9) }, 0],
])('a dry run counts exactly what a replay then replays, and changes nothing: %j', async (filter, expected) => {
  await storeRows(api.db, [
    dead({ receivedAt: new Date('2026-02-01T23:59:59Z') }),
    ...times(2, dead({ callSid: callSid(1) })),
    dead({ callSid: callSid(1), type: 'dial-action' }),
    dead({ type: 'dial-action' }),
    dead({ error: '100 % lost' }),
    { state: 'failed', callSid: callSid(1), error: 'Timeout after 30 s' },
  ]);
  const dry = await replay({ ...filter, dry_run: true });
  expect(dry).toMatchObject({ status: 200, body: { dry_run: true, matched: expected, replayed: 0 } });
  expect(await deadCount()).toBe(6);
  const { status, body } = await replay(filter);
  expect({ status, body }).toEqual({ status: 202, body: { dry_run: false, matched: expected, replayed: expected } });
  expect(await deadCount()).toBe(6 - expected);
});

test('a limit replays the oldest first', async () => {
  const [, oldest] = await storeRows(api.db, [dead(), dead({ receivedAt: new Date('2026-02-01T00:00:00Z') })]);
  await replay({ all: true, limit: 1 });
  expect((await api.send(`/api/inbox/${oldest}`)).body).toMatchObject({ state: 'pending' });
  expect(await deadCount()).toBe(1);
});

test.each<[object, number, string]>([
  [{}, 400, 'filter is empty'],
  [{ limit: 5 }, 400, 'filter is empty'],
  [{ all: true, call_sid: callSid(1) }, 400, 'not both'],
  [{ all: 'yes' }, 422, 'all'],
  [{ eventtype: 'call-status' }, 422, 'eventtype'],
  [{ event_type: 'ringing' }, 422, 'ringing'],
  [{ error_contains: '' }, 422, 'error_contains'],
  [{ all: true, dry_run: 'true' }, 422, 'dry_run'],
  [[], 422, 'body'],
])('an ambiguous filter is refused and replays nothing: %j', async (filter, expected, named) => {
  await storeRows(api.db, [dead({ callSid: callSid(1) })]);
  const { status, body } = await replay(filter);
  expect({ status, detail: body['detail'] }).toEqual({ status: expected, detail: expect.stringContaining(named) });
  expect(await deadCount()).toBe(1);
});

test.each([{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }, { origin: 'null' }])(
  'a page of another site cannot replay: %j',
  async (headers) => {
    const [id] = await storeRows(api.db, [dead()]);
    expect((await replay({ all: true }, headers)).status).toBe(403);
    expect((await api.send(`/api/dead-letters/${id}/replay`, { method: 'POST', headers })).status).toBe(403);
    expect(await deadCount()).toBe(1);
  },
);

test('a page of our own can replay', async () => {
  await storeRows(api.db, [dead()]);
  const own = { host: 'localhost:4001', origin: 'http://localhost:4001', 'sec-fetch-site': 'same-origin' };
  expect((await replay({ all: true }, own)).status).toBe(202);
});
