import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createOrder } from '../../../../test/support/db/orders.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';
import { deleteRows } from '../../../../test/support/db/delete-rows.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({
    WEBHOOK_BASE_URL: 'https://calls.example.com/',
    OWNED_PHONE_NUMBERS: '+16175000000',
    DIAL_ALLOWED_NUMBERS: '+5352123456',
    DIAL_CAP_ACCOUNT: '10/minute,20/hour,off/day',
    DIAL_CAP_ACTOR: '5/minute,7/hour,off/day',
    DIAL_CAP_CAMPAIGN: '3/minute,off/hour,off/day',
  });
});
afterAll(async () => api[Symbol.asyncDispose]());
beforeEach(async () => {
  await deleteRows(api.db.pool, ['call_intents', 'candidates', 'calls', 'orders', 'profiles', 'idempotency_keys']);
  await api.db.pool.query(`insert into candidates (id, phone_number) values (7, '+15085140320')`);
});

const dial = (json: object = {}, headers = {}) =>
  api.send('/api/calls/candidates/7/dial', { method: 'POST', headers, json });
const dialMany = async (count: number, json?: object) => {
  const answers = await Promise.all(Array.from({ length: count }, () => dial(json)));
  return answers.map(({ status }) => status).toSorted((a, b) => a - b);
};
const placed = (count: number, refused: number) => [...Array(count).fill(202), ...Array(refused).fill(429)];
const count = async () => (await api.db.pool.query('select from call_intents')).rowCount;
const add = (number: number, requestedBy: string, age: string) =>
  api.db.pool.query(
    `insert into call_intents (kind, to_number, from_number, voice_url, status_url, requested_by, created_at)
     select 'candidate', '+15085140320', '+16175006181', 'https://x', 'https://x', $2, now() - $3::interval from generate_series(1, $1)`,
    [number, requestedBy, age],
  );
const lastAudit = async () =>
  (await api.db.pool.query('select event, result from audit_events order by id desc limit 1')).rows[0];

test('of many requests at once no more than the cap are admitted', async () => {
  expect(await dialMany(30)).toEqual(placed(5, 25));
  expect(await count()).toBe(5);
});

test('the refusal names the cap, its setting and the time to wait, and is in the audit', async () => {
  await add(5, 'operator', '20 seconds');
  const { status, headers, body } = await dial();
  expect([status, headers['content-type']]).toEqual([429, expect.stringContaining('application/problem+json')]);
  expect(body).toMatchObject({
    code: 'dial_cap_reached',
    rule: 'actor-per-minute',
    setting: 'DIAL_CAP_ACTOR',
    limit: 5,
    detail: expect.stringContaining('DIAL_CAP_ACTOR=5/minute'),
  });
  const wait = Number(headers['retry-after']);
  expect(wait).toBe(body['retry_after']);
  expect(wait > 0 && wait <= 40).toBe(true);
  expect(await lastAudit()).toEqual({ event: 'refused', result: 'dial_cap_reached: actor-per-minute' });
});

test('windows slide: what was requested longer ago than the window does not count in it', async () => {
  await add(5, 'operator', '61 seconds');
  expect(await dialMany(4)).toEqual(placed(2, 2)); // 7 an hour
  await api.db.pool.query(`update call_intents set created_at = created_at - interval '1 hour'`);
  expect(await dialMany(1)).toEqual(placed(1, 0));
});

test('the account’s cap counts the calls of all actors, and an actor’s cap its own only', async () => {
  await add(8, 'application', '1 second');
  expect(await dialMany(4)).toEqual(placed(2, 2));
});

test('a campaign has a cap of its own', async () => {
  expect(await dialMany(5, { campaign_id: 'autumn' })).toEqual(placed(3, 2));
  expect(await dialMany(1, { campaign_id: 'winter' })).toEqual(placed(1, 0));
  expect((await dial({ campaign_id: 'no campaign' })).status).toBe(422);
});

test('a transaction that ends without a commit uses nothing of a cap', async () => {
  const client = await api.db.pool.connect();
  await client.query('begin');
  await client.query(`select pg_advisory_xact_lock(hashtext('call_intents orders'))`);
  await client.query(
    `insert into call_intents (kind, to_number, from_number, voice_url, status_url, requested_by)
     select 'candidate', '+1', '+1', 'https://x', 'https://x', 'operator' from generate_series(1, 5)`,
  );
  const waiting = dialMany(6);
  client.release(true); // as if the process were killed
  expect(await waiting).toEqual(placed(5, 1));
});

test('a repeated request is the same call, also at a cap that is full', async () => {
  const headers = { 'Idempotency-Key': randomUUID() };
  expect((await dial({}, headers)).status).toBe(202);
  await add(5, 'operator', '1 second');
  expect((await dial({}, headers)).status).toBe(200);
});

test('a scheduled call counts as its two legs, once: when it is scheduled, and no more when it starts', async () => {
  const schedule = async () => {
    const { orderId } = await createOrder(api.db);
    const json = { order_id: orderId, scheduled_at: '2050-01-01T10:00:00', time_zone: 'UTC' };
    const { status } = await api.send('/api/calls/schedule', { method: 'POST', json });
    return { orderId, status };
  };
  const first = await schedule();
  expect([first.status, (await schedule()).status, (await schedule()).status]).toEqual([201, 201, 429]);
  const start = await api.send(`/api/calls/${first.orderId}/start`, { method: 'POST' });
  expect(start.status).toBe(202);
  expect((await api.db.pool.query('select distinct requested_by from call_intents')).rows).toEqual([
    { requested_by: 'operator' },
  ]);
  expect(await dialMany(2)).toEqual(placed(1, 1)); // two legs, two to come, and one
});

test.each([
  ['+19005551234', 'number-type', 'DIAL_ALLOWED_NUMBERS'],
  ['+870773111632', 'international-network', 'DIAL_ALLOWED_NUMBERS'],
  ['+12642351234', 'country', 'DIAL_COUNTRIES'],
  ['+5352123457', 'country', 'DIAL_COUNTRIES'],
])('a call to %s is refused by the rule %s, which the answer and the audit name', async (to, rule, setting) => {
  const { status, body } = await dial({ to });
  expect([status, body['code'], body['rule'], body['setting']]).toEqual([403, 'number_not_allowed', rule, setting]);
  expect(body['detail']).toContain(setting);
  expect(await lastAudit()).toEqual({ event: 'refused', result: `number_not_allowed: ${rule}` });
  expect(await count()).toBe(0);
});

test('a number that DIAL_ALLOWED_NUMBERS names is called', async () => {
  expect((await dial({ to: '+5352123456' })).status).toBe(202);
});

test('the call intent says who requested it, and for which campaign', async () => {
  expect((await dial({ campaign_id: 'autumn' })).body).toMatchObject({
    requested_by: 'operator',
    campaign_id: 'autumn',
  });
});
