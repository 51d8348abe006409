import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { claimHeals, recordGaps, settleHeal } from '@trunkline/db/reconciliation';
import { gapToRecord } from '../../../../test/support/db/reconciling.ts';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';
import { addPerson, keyOf } from '../../test/store-test-people.ts';
import { emptyTables } from '../../../../test/support/db/inbox.ts';

let api: TestApi;
beforeAll(async () => void (api = await openTestApi()));
afterAll(async () => api[Symbol.asyncDispose]());
beforeEach(async () => {
  await emptyTables(api.db);
  await api.db.pool.query('truncate stream_events');
});

const post = (path: string, json?: object, headers = {}) => api.send(path, { method: 'POST', json, headers });
const gaps = async (query = ''): Promise<Body[]> => (await api.send(`/api/gaps${query}`)).body['data'] as Body[];
async function addGap(): Promise<string> {
  await recordGaps(api.db.pool, [gapToRecord()], new Date());
  return String((await gaps())[0]!['id']);
}
const ignore = (id: string, headers = {}) => post(`/api/gaps/${id}/ignore`, { reason: 'a test call of ours' }, headers);
const events = async () =>
  (await api.db.pool.query<{ name: string }>('select name from stream_events order by id')).rows.map(
    ({ name }) => name,
  );

test('an ignored gap says who ignored it and why, and does not count as open', async () => {
  const admin = await addPerson(api.db, 'the admin', 'admin');
  const { headers } = await keyOf(api.db, admin);
  const id = await addGap();
  const { status, body } = await ignore(id, headers);
  expect({ status, body }).toMatchObject({
    status: 200,
    body: {
      state: 'ignored',
      ignored_by: admin.id,
      ignored_by_name: 'the admin',
      ignore_reason: 'a test call of ours',
      ignored_at: expect.any(String),
    },
  });
  expect(await gaps('?state=open')).toEqual([]);
  expect(await gaps('?state=ignored')).toHaveLength(1);
  const counts = (await api.send('/api/reconciliation')).body['gaps'] as Body[];
  expect(counts).toContainEqual({ class: 'unknown', open: 0, ignored: 1, healed: 0 });
  expect(await events()).toEqual(['gap.noticed', 'gap.ignored']);
  const audit = (await api.send('/api/audit?limit=1')).body['data'] as Body[];
  expect(audit).toMatchObject([{ event: 'gap.ignored', entity: `gap:${id}`, actor_id: admin.id }]);
});

test('to ignore needs a reason, and a gap that is open', async () => {
  const id = await addGap();
  expect((await post(`/api/gaps/${id}/ignore`, {})).status).toBe(422);
  expect((await ignore(id)).status).toBe(200);
  expect((await ignore(id)).body).toMatchObject({ status: 409, current_state: 'ignored' });
  expect((await ignore('77777')).status).toBe(404);
  expect((await ignore('x')).status).toBe(404);
});

test('an ignored gap is open again when its unknown cause becomes known, and not when it is noticed with the same cause', async () => {
  const id = await addGap();
  await ignore(id);
  await recordGaps(api.db.pool, [gapToRecord()], new Date());
  expect(await gaps('?state=ignored')).toHaveLength(1);
  await recordGaps(api.db.pool, [gapToRecord({ class: 'we_failed' })], new Date());
  expect(await gaps()).toMatchObject([{ state: 'open', class: 'we_failed', ignore_reason: 'a test call of ours' }]);
  expect(await events()).toEqual(['gap.noticed', 'gap.ignored', 'gap.noticed']);
  await ignore(id);
  await recordGaps(api.db.pool, [gapToRecord({ class: 'never_sent' })], new Date());
  expect(await gaps()).toMatchObject([{ state: 'ignored', class: 'we_failed' }]);
});

test('a gap for which Twilio is asked is due at once, open again if it was ignored, and says why it did not heal', async () => {
  const id = await addGap();
  await ignore(id);
  const { status, body } = await post(`/api/gaps/${id}/heal`);
  expect({ status, body }).toMatchObject({
    status: 202,
    body: { state: 'open', heal_requested_at: expect.any(String), heal_error: null },
  });
  expect(await claimHeals(api.db.pool, 10)).toMatchObject([{ id, isLastAttempt: false }]);
  expect(await claimHeals(api.db.pool, 10)).toEqual([]);
  await settleHeal(api.db.pool, id, 'Twilio does not know this call');
  expect(await gaps()).toMatchObject([
    { heal_asked_at: expect.any(String), heal_error: 'Twilio does not know this call' },
  ]);
  await api.db.pool.query('update callback_gaps set healed_at = now()');
  expect((await post(`/api/gaps/${id}/heal`)).body).toMatchObject({ status: 409, current_state: 'healed' });
  expect((await post('/api/gaps/77777/heal')).status).toBe(404);
});

test('a monitor reads gaps, and neither ignores nor heals them', async () => {
  const { headers } = await keyOf(api.db, await addPerson(api.db, 'a monitor', 'monitor'));
  const id = await addGap();
  expect((await ignore(id, headers)).status).toBe(403);
  expect((await post(`/api/gaps/${id}/heal`, undefined, headers)).status).toBe(403);
});
