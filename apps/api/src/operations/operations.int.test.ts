import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@trunkline/db/connection';
import { claimCallbacks, recordFailures } from '@trunkline/db/inbox';
import { listActiveOperations, tickOperation } from '@trunkline/db/operations';
import { asLoginOf } from '../../../../test/support/db/as-login.ts';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';
import { addPerson, keyOf } from '../../test/store-test-people.ts';
import { callSid, emptyInbox, storeRows, times, type Row } from '../../test/store-test-rows.ts';

let api: TestApi;
beforeAll(async () => void (api = await openTestApi()));
afterAll(async () => api[Symbol.asyncDispose]());
beforeEach(async () => {
  await emptyInbox(api.db);
  await query('truncate operations, webhook_deliveries, webhook_endpoints, callback_gaps, stream_events cascade');
});

const query = async <R extends object>(sql: string, values: unknown[] = []) =>
  (await api.db.pool.query<R>(sql, values)).rows;
const dead = (row: Row = {}): Row => ({ state: 'dead_letter', error: 'Timeout after 30 s', ...row });
const post = (json: object, headers = {}) => api.send('/api/operations', { method: 'POST', json, headers });
const get = async (id: unknown) => (await api.send(`/api/operations/${String(id)}`)).body;
const change = (id: unknown, verb: string) => api.send(`/api/operations/${String(id)}/${verb}`, { method: 'POST' });

/** Previews and creates an operation. */
async function create(given: object): Promise<Body> {
  const { body } = await post({ ...given, dry_run: true });
  const { status, body: created } = await post({ ...given, preview: body['preview'], reason: 'the cause is fixed' });
  expect([status, created]).toEqual([202, expect.anything()]);
  return created;
}
/** Time enough for what the rate allows in two seconds. */
const pass = () =>
  query(`update operations set ticked_at = now() - interval '2 seconds', paced_at = now() - interval '10 seconds'`);
async function tick(id: unknown) {
  await pass();
  return tickOperation(api.db, String(id));
}
const pending = async (): Promise<string[]> =>
  (
    await query<{ id: string }>(
      `select id::text from twilio_webhook_inbox where processing_status = 'pending' order by id`,
    )
  ).map(({ id }) => id);

describe('a preview', () => {
  test('counts exactly, says what it would do, and shows what would change, and changes nothing', async () => {
    await storeRows(api.db, [
      ...times(3, dead({ callSid: callSid(1) })),
      dead({ callSid: callSid(2) }),
      dead({ type: 'dial-action' }),
      { state: 'quarantined', error: 'Timeout after 30 s' },
    ]);
    const { status, body } = await post({
      kind: 'dead-letters.replay',
      filter: { type: 'call-status', error_contains: 'Timeout' },
      dry_run: true,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      dry_run: true,
      items: 4,
      groups: 2,
      summary:
        'Would replay 4 callbacks of 2 calls (type: call-status; error contains: Timeout). Twilio is not contacted. No call is placed.',
      preview: expect.stringMatching(/^4-[0-9a-f]{16}$/),
    });
    expect(body['sample']).toContainEqual(
      expect.objectContaining({ call_sid: callSid(1), what: 'call-status', callback_status: 'ringing' }),
    );
    expect(await pending()).toEqual([]);
    expect(await query('select from operations')).toEqual([]);
  });

  test.each<[object, number, string]>([
    [{ kind: 'dead-letters.replay' }, 400, 'filter is empty'],
    [{ kind: 'dead-letters.replay', filter: { type: 'dial-action' }, all: true }, 400, 'not both'],
    [{ kind: 'dead-letters.replay', filter: { kind: 'dial-action' } }, 422, 'Unknown filter kind'],
    [{ kind: 'dead-letters.replay', filter: { type: 'levitating' } }, 422, 'filter.type'],
    [{ kind: 'dead-letters.replay', filter: { id: '1,9223372036854775808' } }, 422, 'filter.id'],
    [{ kind: 'webhook-deliveries.redrive', filter: { state: 'delivered' } }, 422, 'filter.state'],
    [{ kind: 'everything.delete', all: true }, 422, 'kind'],
    [{ kind: 'dead-letters.replay', all: true, rate: 0 }, 422, 'rate'],
  ])('%j is refused', async (given, expected, named) => {
    const { status, body } = await post({ ...given, dry_run: true });
    expect([status, body['detail']]).toEqual([expected, expect.stringContaining(named)]);
  });

  test('an operation without a preview or a reason is refused, and so is one of more rows than its bound', async () => {
    await storeRows(api.db, [dead()]);
    const given = { kind: 'dead-letters.replay', all: true };
    expect((await post(given)).status).toBe(422);
    expect((await post({ ...given, reason: 'x' })).body['detail']).toContain('dry_run');
    await query(`insert into twilio_webhook_inbox (source, event_type, dedupe_key, payload, processing_status, error)
      select 'twilio_voice', 'call-status', gen_random_uuid()::text, '{}', 'dead_letter', 'x' from generate_series(1, 100000)`);
    const { body } = await post({ ...given, dry_run: true });
    expect(body['items']).toBe(100_001);
    const { status, body: refused } = await post({ ...given, reason: 'x', preview: body['preview'] });
    expect([status, refused['detail']]).toEqual([422, expect.stringContaining('received_before')]);
    expect(await query('select from operations')).toEqual([]);
  });
});

describe('an operation', () => {
  test('does exactly what was previewed: rows that match later are left alone', async () => {
    const ids = await storeRows(api.db, times(3, dead()));
    const { id } = await create({ kind: 'dead-letters.replay', all: true });
    await storeRows(api.db, [dead()]);
    expect(await tick(id)).toMatchObject({ begun: 3 });
    expect(await pending()).toEqual(ids);
    expect(await get(id)).toMatchObject({ total: 3, begun: 3, left: 0, state: 'running' });
  });

  test('of ids does those callbacks alone', async () => {
    const [first, , third] = await storeRows(api.db, times(3, dead()));
    const { id } = await create({ kind: 'dead-letters.replay', filter: { id: `${first},${third}` } });
    await tick(id);
    expect(await pending()).toEqual([first, third]);
    const { body } = await api.send(`/api/dead-letters?id=${first},${third}`);
    expect(body['data']).toEqual([]);
  });

  test('is not created where other rows match than in the preview, also where they are as many', async () => {
    const [first] = await storeRows(api.db, [dead()]);
    const given = { kind: 'dead-letters.replay', all: true };
    const { preview } = (await post({ ...given, dry_run: true })).body;
    await query('delete from twilio_webhook_inbox where id = $1', [first]);
    await storeRows(api.db, [dead()]);
    const { status, body } = await post({ ...given, preview, reason: 'x' });
    expect({ status, body }).toMatchObject({ status: 409, body: { code: 'preview_outdated', preview } });
    expect(await query('select from operations')).toEqual([]);
    expect(await query('select from operation_items')).toEqual([]);
  });

  test('ends when every item settled, with the number that succeeded and failed and the first errors', async () => {
    const [good, bad, gone] = await storeRows(api.db, times(3, dead()));
    const { id } = await create({ kind: 'dead-letters.replay', all: true });
    await tick(id);
    await claimCallbacks(api.db.pool, [good!]);
    for (let n = 0; n < 6; n++) await recordFailures(api.db.pool, [{ id: bad!, error: 'Error: again' }]);
    await query('delete from twilio_webhook_inbox where id = $1', [gone]);
    await tick(id);
    await tick(id);
    expect(await get(id)).toMatchObject({
      state: 'done',
      ok: 1,
      failed: 2,
      begun: 0,
      left: 0,
      errors: [
        { id: bad, error: 'Error: again' },
        { id: gone, error: 'The row is gone.' },
      ],
      ended_at: expect.any(String),
      ended_because: null,
    });
    expect(await tick(id)).toBeUndefined();
  });

  test('a row that another request replayed meanwhile is skipped', async () => {
    const [id] = await storeRows(api.db, [dead(), dead()]);
    const created = await create({ kind: 'dead-letters.replay', all: true });
    await api.send(`/api/dead-letters/${id}/replay`, { method: 'POST' });
    expect(await tick(created['id'])).toMatchObject({ begun: 1, skipped: 1 });
    const [row] = await query<{ generation: number }>('select generation from twilio_webhook_inbox where id = $1', [
      id,
    ]);
    expect(row!.generation).toBe(1);
  });

  test('begins no more than its rate allows, also when several processes tick it', async () => {
    await storeRows(api.db, times(20, dead()));
    const { id } = await create({ kind: 'dead-letters.replay', all: true, rate: 4 });
    const begun = async () => (await get(id))['begun'];
    await pass();
    await Promise.all([1, 2, 3].map(() => tickOperation(api.db, String(id))));
    expect(await begun()).toBe(8); // two seconds of its rate are made up for
    await tickOperation(api.db, String(id));
    expect(await begun()).toBe(8);
  });

  test('that is killed in the middle changes nothing twice and nothing in part', async () => {
    await storeRows(api.db, times(5, dead()));
    const { id } = await create({ kind: 'dead-letters.replay', all: true });
    await pass();
    const failing: Database = {
      ...api.db,
      transaction: (work) =>
        api.db.transaction(async (tx) => {
          await work(tx);
          throw new Error('killed before the commit');
        }),
    };
    await expect(tickOperation(failing, String(id))).rejects.toThrow('killed');
    expect(await pending()).toEqual([]);
    expect(await get(id)).toMatchObject({ begun: 0, left: 5 });
    await tickOperation(api.db, String(id));
    expect(await pending()).toHaveLength(5);
    await tick(id);
    const rows = await query<{ generation: number }>('select distinct generation from twilio_webhook_inbox');
    expect(rows).toEqual([{ generation: 1 }]);
  });

  test('a canary that succeeds lets the rest begin; one that fails ends the operation before it', async () => {
    const [first] = await storeRows(api.db, times(3, dead()));
    const good = await create({ kind: 'dead-letters.replay', all: true, canary: 1 });
    expect(await tick(good['id'])).toMatchObject({ begun: 1 });
    expect(await tick(good['id'])).toMatchObject({ begun: 0 });
    await claimCallbacks(api.db.pool, [first!]);
    expect(await tick(good['id'])).toMatchObject({ ok: 1, begun: 2 });
    await emptyInbox(api.db);
    const [worse] = await storeRows(api.db, times(3, dead()));
    const bad = await create({ kind: 'dead-letters.replay', all: true, canary: 1 });
    await tick(bad['id']);
    for (let n = 0; n < 6; n++) await recordFailures(api.db.pool, [{ id: worse!, error: 'Error: again' }]);
    expect(await tick(bad['id'])).toMatchObject({ state: 'failed' });
    expect(await get(bad['id'])).toMatchObject({
      state: 'failed',
      failed: 1,
      left: 2,
      ended_because: expect.stringContaining('1 of the first 1 failed'),
    });
  });

  test('is paused, resumed and canceled, and says in which state it is where that is not possible', async () => {
    await storeRows(api.db, times(9, dead()));
    const { id } = await create({ kind: 'dead-letters.replay', all: true, rate: 1 });
    expect((await change(id, 'pause')).body).toMatchObject({ state: 'paused' });
    await tick(id);
    expect(await get(id)).toMatchObject({ begun: 0 });
    expect((await change(id, 'pause')).body).toMatchObject({ current_state: 'paused', status: 409 });
    expect((await change(id, 'resume')).status).toBe(202);
    await tick(id);
    expect(await get(id)).toMatchObject({ begun: 2 });
    expect((await change(id, 'cancel')).body).toMatchObject({ state: 'canceled', left: 7 });
    for (const one of await pending()) await claimCallbacks(api.db.pool, [one]);
    await tick(id); // what was begun settles
    expect(await get(id)).toMatchObject({ state: 'canceled', ok: 2, left: 7, ended_because: 'canceled by a person' });
    expect((await change(id, 'resume')).body).toMatchObject({ current_state: 'canceled', allowed_transitions: [] });
    expect((await change('77777', 'cancel')).status).toBe(404);
    const { body } = await api.send('/api/audit?limit=4');
    expect((body['data'] as Body[]).map(({ event }) => event)).toContain('operation.canceled');
  });

  test('discards and releases with its reason', async () => {
    const [given, held] = await storeRows(api.db, [dead(), { state: 'quarantined', error: 'CallSid is missing' }]);
    const discard = await create({ kind: 'dead-letters.discard', all: true });
    const release = await create({ kind: 'quarantined.release', all: true });
    for (const { id } of [discard, release]) await tick(id);
    expect((await api.send(`/api/inbox/${given}`)).body).toMatchObject({
      state: 'discarded',
      error: 'Timeout after 30 s',
      decision_reason: 'the cause is fixed',
    });
    expect((await api.send(`/api/inbox/${held}`)).body).toMatchObject({
      state: 'pending',
      decision_reason: 'the cause is fixed (was quarantined: CallSid is missing)',
    });
    expect(await get(discard['id'])).toMatchObject({ ok: 1, begun: 0 });
  });

  test('redrives messages of active endpoints, and reports those that fail again', async () => {
    await query(`insert into webhook_endpoints (id, url, secret, events, state) overriding system value
      values (1, 'https://a.example', 'x', '{*}', 'active'), (2, 'https://b.example', 'x', '{*}', 'off')`);
    await query(`insert into webhook_deliveries (endpoint_id, message_id, event, payload, state, attempts, error)
      select endpoint, 'm' || n, 'siren.raised', '{}', case n % 2 when 0 then 'failed' else 'missed' end, 10, 'answered 500'
      from generate_series(1, 3) n, unnest(array[1, 2]) endpoint`);
    const created = await create({ kind: 'webhook-deliveries.redrive', filter: { event: 'siren.raised' } });
    expect(created).toMatchObject({ total: 6, summary: expect.stringContaining('6 messages of 2 webhook endpoints') });
    expect(await tick(created['id'])).toMatchObject({ begun: 3, skipped: 3 });
    await query(`update webhook_deliveries set state = 'delivered' where endpoint_id = 1 and message_id <> 'm1'`);
    await query(`update webhook_deliveries set attempts = 1 where endpoint_id = 1 and message_id = 'm1'`);
    await tick(created['id']);
    await tick(created['id']);
    expect(await get(created['id'])).toMatchObject({
      state: 'done',
      ok: 2,
      failed: 1,
      skipped: 3,
      errors: [expect.objectContaining({ error: expect.stringContaining('its own schedule') })],
    });
  });

  test('has Twilio asked about open gaps, and succeeds as they heal', async () => {
    await query(`insert into callback_gaps (call_sid, missing, noticed_by)
      select 'CA' || n, 'completed', 'reconcile_hot' from generate_series(1, 3) n`);
    const { id } = await create({ kind: 'gaps.heal', all: true });
    await tick(id);
    await query(`update callback_gaps set healed_at = now() where call_sid = 'CA1'`);
    await query(
      `update callback_gaps set heal_due_at = null, heal_error = 'Twilio does not know it' where call_sid = 'CA2'`,
    );
    await tick(id);
    expect(await get(id)).toMatchObject({
      ok: 1,
      failed: 1,
      begun: 1,
      errors: [expect.objectContaining({ error: 'Twilio does not know it' })],
    });
  });

  test('ends although a person ignores a gap that Twilio was to be asked about', async () => {
    await query(
      `insert into callback_gaps (call_sid, missing, noticed_by) values ('CA1', 'completed', 'reconcile_hot')`,
    );
    const { id } = await create({ kind: 'gaps.heal', all: true });
    await tick(id);
    const [gap] = await query<{ id: string }>('select id::text from callback_gaps');
    const ignore = { method: 'POST', json: { reason: 'a test call of ours' } };
    expect((await api.send(`/api/gaps/${gap!.id}/ignore`, ignore)).status).toBe(200);
    await tick(id);
    await tick(id);
    expect(await get(id)).toMatchObject({ state: 'done', failed: 1, begun: 0 });
  });

  test('has Twilio asked about the calls of a filter, and succeeds as it shows them', async () => {
    await query(`
      insert into calls (call_sid, status, direction, is_final, duration_sec)
      select case when n < 4 then 'CA' || lpad(n::text, 32, '0') end, 'completed', 'inbound', true, 60 from generate_series(1, 4) n`);
    await query(
      `insert into calls (call_sid, status, direction, is_final, duration_sec) values ('CA${'9'.repeat(32)}', 'completed', 'outbound', true, 60)`,
    );
    const filter = { direction: 'inbound', duration_min: '30' };
    const { body } = await post({ kind: 'calls.fetch', filter, dry_run: true });
    expect(body).toMatchObject({
      items: 3, // the one without a SID is only scheduled
      summary:
        'Would ask Twilio about 3 calls (direction: inbound; duration min: 30). Twilio’s REST API is asked once for each, and what it shows is applied. No call is placed.',
    });
    expect(body['sample']).toHaveLength(3);
    expect(body['sample']).toContainEqual(
      expect.objectContaining({ call_sid: `CA${'1'.padStart(32, '0')}`, what: 'inbound', call_status: 'completed' }),
    );
    const { id } = await create({ kind: 'calls.fetch', filter });
    await tick(id);
    expect(await query(`select state, inbox_id::integer from call_lookups`)).toEqual(
      Array.from({ length: 3 }, () => ({ state: 'due', inbox_id: 0 })),
    );
    await query(
      `update call_lookups set state = case right(call_sid, 1) when '1' then 'found' when '2' then 'unknown' else state end`,
    );
    await tick(id);
    expect(await get(id)).toMatchObject({
      ok: 1,
      failed: 1,
      begun: 1,
      errors: [expect.objectContaining({ error: 'Twilio does not know the call.' })],
    });
  });

  test('refuses a filter that the list of calls does not have', async () => {
    const { status, body } = await post({ kind: 'calls.fetch', filter: { sort: 'duration' }, dry_run: true });
    expect(status).toBe(422);
    expect(body['detail']).toContain('Unknown filter sort. Known are: q, ');
  });

  test('a request that is repeated with its key creates one operation', async () => {
    await storeRows(api.db, [dead()]);
    const given = { kind: 'dead-letters.replay', all: true };
    const { preview } = (await post({ ...given, dry_run: true })).body;
    const headers = { 'idempotency-key': 'operation-of-a-test' };
    const both = [];
    for (let n = 0; n < 2; n++) both.push((await post({ ...given, preview, reason: 'x' }, headers)).body['id']);
    expect(new Set(both).size).toBe(1);
    expect((await api.send('/api/operations?kind=dead-letters.replay&state=running')).body['data']).toHaveLength(1);
  });

  test('emits its progress at most once a second, with its numbers', async () => {
    await storeRows(api.db, times(3, dead()));
    const { id } = await create({ kind: 'dead-letters.replay', all: true });
    await tick(id);
    await tickOperation(api.db, String(id));
    const events = await query<{ name: string; entity_id: string }>('select name, entity_id from stream_events');
    expect(events.filter(({ name, entity_id }) => name === 'operation.progress' && entity_id === id)).toHaveLength(2);
  });

  test('the login of worker-reconcile may do all of it', async () => {
    await using worker = openDatabase(asLoginOf('worker-reconcile', process.env['DATABASE_URL']!), 'test');
    await storeRows(api.db, [dead(), { state: 'quarantined', error: 'x' }]);
    const kinds = [
      'dead-letters.replay',
      'quarantined.discard',
      'webhook-deliveries.redrive',
      'gaps.heal',
      'calls.fetch',
    ];
    for (const kind of kinds) await create({ kind, all: true });
    await pass();
    for (const id of await listActiveOperations(worker.pool)) await tickOperation(worker, id);
    await pass();
    for (const id of await listActiveOperations(worker.pool)) await tickOperation(worker, id);
    expect(await pending()).toHaveLength(1);
  });
});

test('a monitor reads operations and creates none; a key needs the permission of the kind as well', async () => {
  await storeRows(api.db, [dead()]);
  const { headers: monitor } = await keyOf(api.db, await addPerson(api.db, 'operations monitor', 'monitor'));
  const admin = await addPerson(api.db, 'operations admin', 'admin');
  const { headers: narrow } = await keyOf(api.db, admin, ['operations:*']);
  const given = { kind: 'dead-letters.replay', all: true, dry_run: true };
  expect((await api.send('/api/operations', { headers: monitor })).status).toBe(200);
  expect((await post(given, monitor)).status).toBe(403);
  expect((await post(given, narrow)).status).toBe(403);
  const { headers: wide } = await keyOf(api.db, admin, ['operations:*', 'inbox:replay']);
  expect((await post(given, wide)).status).toBe(200);
});
