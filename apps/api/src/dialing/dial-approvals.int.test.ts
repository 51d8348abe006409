import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createOrder } from '../../../../test/support/db/orders.ts';
import { createPerson, type Person } from '../../../../test/support/db/people.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';
import { deleteRows } from '../../../../test/support/db/delete-rows.ts';

let api: TestApi;
let admin: Person;
let another: Person;
beforeAll(async () => {
  api = await openTestApi({
    WEBHOOK_BASE_URL: 'https://calls.example.com/',
    OWNED_PHONE_NUMBERS: '+16175000000',
    DIAL_APPROVAL_PER_DAY: '3',
    DIAL_CAP_ACCOUNT: 'off',
    DIAL_CAP_ACTOR: 'off/minute,off/hour,9/day',
    DIAL_CAP_CAMPAIGN: 'off',
  });
});
afterAll(async () => api[Symbol.asyncDispose]());
beforeEach(async () => {
  await deleteRows(api.db.pool, [
    'call_intents',
    'candidates',
    'calls',
    'orders',
    'profiles',
    'dial_approvals',
    'idempotency_keys',
  ]);
  await api.db.pool.query(`insert into candidates (id, phone_number) values (7, '+15085140320')`);
  admin = await createPerson(api.db, 'admin');
  another = await createPerson(api.db, 'admin');
});

const dial = (by: Person) => api.send('/api/calls/candidates/7/dial', { method: 'POST', headers: by.headers });
const dialMany = async (count: number, by = admin) => {
  const answers = await Promise.all(Array.from({ length: count }, () => dial(by)));
  const placed = answers.filter(({ status }) => status === 202).length;
  return { placed, refused: answers.filter(({ body }) => body['code'] === 'approval_required').length };
};
const approve = (calls: number, { by, of }: { by?: Person; of: string }) => {
  const json = { actor: of, calls, reason: 'the autumn campaign' };
  return api.send('/api/dial-approvals', { method: 'POST', ...(by && { headers: by.headers }), json });
};
const anHourOlder = (table: string, hours: number) =>
  api.db.pool.query(`update ${table} set created_at = created_at - make_interval(hours => $1)`, [hours]);

test('calls above the limit wait for another person, whose approval admits as many more and no other’s', async () => {
  expect(await dialMany(10)).toEqual({ placed: 3, refused: 7 });
  const { status, body } = await approve(2, { by: another, of: admin.id });
  expect([status, body]).toEqual([
    201,
    expect.objectContaining({ actor: admin.id, calls: 2, approved_by: another.id, reason: 'the autumn campaign' }),
  ]);
  expect(await dialMany(10)).toEqual({ placed: 2, refused: 8 });
  expect(await dialMany(4, another)).toEqual({ placed: 3, refused: 1 });
});

test('the refusal says who may approve and how, and is in the audit, as the approval is', async () => {
  await dialMany(3);
  const { status, headers, body } = await dial(admin);
  expect([status, headers['retry-after']]).toEqual([403, undefined]);
  expect(body).toMatchObject({
    code: 'approval_required',
    rule: 'approval-per-day',
    setting: 'DIAL_APPROVAL_PER_DAY',
    limit: 3,
    detail: expect.stringMatching(/administrator, by POST \/api\/dial-approvals/),
  });
  await approve(1, { by: another, of: admin.id });
  const { rows } = await api.db.pool.query(
    'select actor_id, event, entity, result from audit_events order by id desc limit 2',
  );
  expect(rows).toMatchObject([
    { actor_id: another.id, event: 'calls.approved', entity: `actor:${admin.id}` },
    { actor_id: admin.id, event: 'refused', result: 'approval_required: approval-per-day' },
  ]);
});

test('no person approves their own calls, and API_KEYS, which name no person, approve none', async () => {
  const own = await approve(1, { by: admin, of: admin.id });
  expect([own.status, own.body['detail']]).toEqual([422, expect.stringContaining('another person')]);
  const ofKeys = await approve(1, { of: admin.id });
  expect([ofKeys.status, ofKeys.body['detail']]).toEqual([403, expect.stringContaining('name no person')]);
  expect((await approve(1, { by: await createPerson(api.db, 'monitor'), of: admin.id })).status).toBe(403);
  expect((await api.db.pool.query('select from dial_approvals')).rowCount).toBe(0);
});

test('an approval holds for a day, and so do the calls that it admitted', async () => {
  await approve(2, { by: another, of: admin.id });
  await anHourOlder('dial_approvals', 23);
  expect((await dialMany(9)).placed).toBe(5);
  await anHourOlder('dial_approvals', 2);
  await anHourOlder('call_intents', 25);
  expect((await dialMany(9)).placed).toBe(3);
});

test('a cap stands above every approval', async () => {
  await approve(1000, { by: another, of: admin.id });
  expect(await dialMany(12)).toEqual({ placed: 9, refused: 0 });
  expect((await dial(admin)).body['code']).toBe('dial_cap_reached');
});

test('the calls of API_KEYS and scheduled calls are counted too', async () => {
  const dialByKey = () => api.send('/api/calls/candidates/7/dial', { method: 'POST' });
  const schedule = async () => {
    const { orderId } = await createOrder(api.db);
    const json = { order_id: orderId, scheduled_at: '2050-01-01T10:00:00', time_zone: 'UTC' };
    return (await api.send('/api/calls/schedule', { method: 'POST', json })).status;
  };
  expect([await schedule(), await schedule()]).toEqual([201, 403]);
  expect([(await dialByKey()).status, (await dialByKey()).status]).toEqual([202, 403]);
  await approve(1, { by: admin, of: 'operator' });
  expect([(await dialByKey()).status, (await dialByKey()).status]).toEqual([202, 403]);
});

test('approvals are listed, the latest first, also those of one actor', async () => {
  await approve(1, { by: another, of: admin.id });
  await approve(2, { by: admin, of: another.id });
  const list = async (query = '') =>
    ((await api.send(`/api/dial-approvals${query}`)).body['data'] as { calls: number }[]).map(({ calls }) => calls);
  expect(await list()).toEqual([2, 1]);
  expect(await list(`?actor=${admin.id}`)).toEqual([1]);
});
