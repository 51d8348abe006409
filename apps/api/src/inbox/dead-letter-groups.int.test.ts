import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { fingerprintStopped } from '@trunkline/db/inbox';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';
import { callSid, emptyInbox, storeRows, times, type Row } from '../../test/store-test-rows.ts';

let api: TestApi;
beforeAll(async () => void (api = await openTestApi()));
afterAll(async () => api[Symbol.asyncDispose]());
beforeEach(async () => {
  await emptyInbox(api.db);
  await api.db.pool.query('truncate stream_events');
});

const dead = (row: Row = {}): Row => ({ state: 'dead_letter', error: 'Error: CallStatus is not a status', ...row });
const groups = async (query = ''): Promise<Body[]> =>
  (await api.send(`/api/dead-letters/groups${query}`)).body['data'] as Body[];

test('a group says how many callbacks of how many calls, the likely cause and what to do', async () => {
  const at = (second: number): Date => new Date(`2026-02-01T12:00:0${second}Z`);
  const [, newest] = await storeRows(api.db, [
    dead({ callSid: callSid(1), error: `Error: No call ${callSid(1)} in 3 tries`, receivedAt: at(1) }),
    dead({ callSid: callSid(2), error: `Error: No call ${callSid(2)} in 14 tries`, receivedAt: at(2) }),
    dead({ type: 'dial-action' }),
    { state: 'quarantined', error: 'CallSid is missing' },
  ]);
  expect(await groups()).toEqual([
    {
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      event_type: 'call-status',
      error: 'Error: No call <sid> in <n> tries',
      stage: 'apply',
      error_class: 'Error',
      count: 2,
      calls: 2,
      first_seen_at: at(1).toISOString(),
      last_seen_at: at(2).toISOString(),
      sample: {
        id: newest,
        call_sid: callSid(2),
        error: `Error: No call ${callSid(2)} in 14 tries`,
        received_at: at(2).toISOString(),
      },
      cause: expect.stringContaining('six attempts'),
      remedy: expect.stringContaining('canary'),
    },
    expect.objectContaining({ event_type: 'dial-action', cause: expect.stringContaining('cannot read') }),
  ]);
});

test('a fingerprint is the same before and after it is written, and filters every list, preview and operation', async () => {
  const [id] = await storeRows(api.db, [dead(), dead({ error: 'other' }), { state: 'failed', error: 'other' }]);
  const before = await groups();
  const { fingerprint } = before.find(({ error }) => error !== 'other')!;
  const filtersAll = async () => {
    for (const list of ['dead-letters', 'inbox', 'dead-letters/groups'])
      expect([list, (await api.send(`/api/${list}?fingerprint=${String(fingerprint)}`)).body['data']]).toEqual([
        list,
        [expect.anything()],
      ]);
    const json = { kind: 'dead-letters.replay', filter: { fingerprint }, dry_run: true };
    expect((await api.send('/api/operations', { method: 'POST', json })).body).toMatchObject({ items: 1 });
  };
  await filtersAll();
  expect(await fingerprintStopped(api.db.pool, 10)).toBe(2);
  expect(await groups()).toEqual(before);
  await filtersAll();
  expect((await api.send('/api/dead-letters?fingerprint=x')).status).toBe(400);
  expect((await api.send(`/api/inbox/${id}`)).body).toMatchObject({ fingerprint });
});

test('a replayed callback loses its fingerprint, as it may fail with another error; a discarded one keeps it', async () => {
  const [replayed, discarded] = await storeRows(api.db, times(2, dead()));
  await fingerprintStopped(api.db.pool, 10);
  await api.send(`/api/dead-letters/${replayed}/replay`, { method: 'POST' });
  const discard = { method: 'POST', json: { reason: 'a test of ours' } };
  expect((await api.send(`/api/dead-letters/${discarded}/discard`, discard)).body).toEqual({
    id: discarded,
    state: 'discarded',
  });
  expect((await api.send(`/api/inbox/${replayed}`)).body).toMatchObject({ fingerprint: null, state: 'pending' });
  expect((await api.send(`/api/inbox/${discarded}`)).body).toMatchObject({
    fingerprint: expect.any(String),
    state: 'discarded',
    error: 'Error: CallStatus is not a status',
    decision_reason: 'a test of ours',
  });
  expect(await groups()).toEqual([]);
  expect((await api.send('/api/inbox?state=discarded')).body['data']).toHaveLength(1);
  expect((await api.send(`/api/dead-letters/${discarded}/discard`, discard)).body).toMatchObject({
    status: 409,
    current_state: 'discarded',
  });
  const { body } = await api.send('/api/audit?limit=2');
  expect(body['data']).toContainEqual(
    expect.objectContaining({ event: 'dead_letters.discarded', entity: `callback:${discarded}` }),
  );
});

test('a group shows the calls with most of its callbacks and the newest ones; one without callbacks is not found', async () => {
  await storeRows(api.db, [
    ...times(3, dead({ callSid: callSid(1) })),
    ...times(12, dead()),
    dead({ callSid: callSid(2) }),
  ]);
  await fingerprintStopped(api.db.pool, 100);
  const [{ fingerprint }] = (await groups()) as [Body];
  const { body } = await api.send(`/api/dead-letters/groups/${String(fingerprint)}`);
  expect(body).toMatchObject({
    count: 16,
    calls: 2,
    calls_with_most: [
      { call_sid: callSid(1), count: 3 },
      { call_sid: callSid(2), count: 1 },
    ],
  });
  expect(body['newest']).toHaveLength(10);
  for (const unknown of ['f'.repeat(16), 'nonsense'])
    expect((await api.send(`/api/dead-letters/groups/${unknown}`)).status).toBe(404);
});

test('the groups are listed once each, the largest first, however small the pages are', async () => {
  const word = (n: number) => `Error: ${'abcdefg'[n]}`;
  await storeRows(
    api.db,
    [1, 3, 2, 1, 2].flatMap((count, n) => times(count, dead({ error: word(n) }))),
  );
  const seen: unknown[] = [];
  for (let path: string | null = '/api/dead-letters/groups?limit=2'; path !== null;) {
    const { body } = await api.send(path);
    seen.push(...(body['data'] as Body[]).map(({ count }) => count));
    const { next_cursor: cursor } = body['page'] as { next_cursor: string | null };
    path = cursor && `/api/dead-letters/groups?limit=2&cursor=${cursor}`;
  }
  expect(seen).toEqual([3, 2, 2, 1, 1]);
});

test('new dead letters are one event and new quarantined callbacks another, with their number and the newest five', async () => {
  const ids = await storeRows(api.db, [...times(7, dead()), { state: 'quarantined', error: 'CallSid is missing' }]);
  await fingerprintStopped(api.db.pool, 100);
  await fingerprintStopped(api.db.pool, 100);
  const { rows } = await api.db.pool.query('select name, entity, entity_id from stream_events order by name');
  expect(rows).toEqual([
    {
      name: 'callback.dead_lettered',
      entity: 'callbacks',
      entity_id: `7:${ids.slice(2, 7).toReversed().join(',')}`,
    },
    { name: 'callback.quarantined', entity: 'callbacks', entity_id: `1:${ids[7]}` },
  ]);
});

test('the numbers of callbacks are asked for by state, or left out of the list', async () => {
  await storeRows(api.db, [...times(2, dead()), { state: 'failed' }, { state: 'completed' }]);
  expect((await api.send('/api/inbox/counts?state=dead_letter,failed')).body).toMatchObject({
    counts: { dead_letter: 2, failed: 1 },
    counts_capped: [],
    window: { default: true },
  });
  const all = (await api.send('/api/inbox/counts')).body;
  expect(all['counts']).toEqual((await api.send('/api/inbox')).body['counts']);
  expect((await api.send('/api/inbox?counts=false')).body).toMatchObject({ counts: {}, counts_capped: [] });
  expect((await api.send('/api/inbox/counts?state=lost')).status).toBe(400);
});
