import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { unscoped } from '@trunkline/db/connection';
import { recordError, recordGaps, recordSuccess, requestSync, settleGaps } from '@trunkline/db/reconciliation';
import { gapToRecord } from '../../../../test/support/db/reconciling.ts';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';
import { callSid } from '../../test/store-test-rows.ts';
import { emptyTables } from '../../../../test/support/db/inbox.ts';

let api: TestApi;
beforeAll(async () => void (api = await openTestApi()));
afterAll(async () => api[Symbol.asyncDispose]());
beforeEach(() => emptyTables(api.db));

const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1000);
const CLASSES = ['never_sent', 'we_failed', 'acked_but_absent', 'unknown'] as const;
/** Gaps of each class in turn; the first ones are healed. */
async function recordMany(count: number, healed = 0): Promise<void> {
  const gaps = Array.from({ length: count }, (_, n) =>
    gapToRecord({ callSid: callSid(n), class: CLASSES[n % 4]!, dueAt: ago(300).toISOString() }),
  );
  for (const gap of gaps) await recordGaps(api.db.pool, [gap], new Date());
  const { rows } = await api.db.pool.query<{ id: string }>('select id from callback_gaps order by id limit $1', [
    healed,
  ]);
  const done = { healedAt: ago(226).toISOString(), healedBy: 'reconcile_hot', arrivedAt: null };
  await settleGaps(
    api.db.pool,
    rows.map(({ id }) => ({ id, ...done })),
    new Date(),
  );
}

describe('GET /api/reconciliation', () => {
  test('shows every tier, also one that never ran', async () => {
    const { status, body } = await api.send('/api/reconciliation');
    expect(status).toBe(200);
    const never = { cursor: {}, last_success_at: null, last_error: null, lag_seconds: null, state: 'never' };
    expect(body).toMatchObject({
      tiers: ['reconcile_hot', 'reconcile_warm', 'reconcile_cold'].map((job_name) => ({ job_name, ...never })),
      gaps: CLASSES.map((name) => ({ class: name, open: 0, ignored: 0, healed: 0 })),
      uncompared_calls: 0,
      runs: [],
    });
  });

  test('shows when a tier last succeeded, its cursor, and its last error', async () => {
    const cursor = { last_call_sid: callSid(1), last_updated_at: '2026-02-12T12:00:00.000Z' };
    await recordSuccess(api.db.pool, 'reconcile_hot', cursor, ago(90));
    await recordSuccess(api.db.pool, 'reconcile_hot', { ...cursor, last_call_sid: null }, ago(60));
    await recordError(api.db.pool, 'reconcile_hot', 'Twilio is unavailable', ago(1));
    const { body } = await api.send('/api/reconciliation');
    const [hot] = body['tiers'] as Body[];
    expect(hot).toMatchObject({
      cursor,
      last_error: 'Twilio is unavailable',
      last_error_at: expect.any(String),
      state: 'failing',
      remedy: expect.stringContaining('the error names'),
    });
    expect(hot!['lag_seconds']).toBeGreaterThanOrEqual(60);
    expect(hot!['lag_seconds']).toBeLessThan(90);
  });

  test('counts the gaps of each class, and shows the last five runs, newest first', async () => {
    await recordMany(10, 3);
    for (let n = 0; n < 12; n++)
      await requestSync(unscoped(api.db), { kind: 'sync', since: new Date(n), until: new Date(n + 1) });
    const { body } = await api.send('/api/reconciliation');
    expect(body['gaps']).toEqual([
      { class: 'never_sent', open: 2, ignored: 0, healed: 1 },
      { class: 'we_failed', open: 2, ignored: 0, healed: 1 },
      { class: 'acked_but_absent', open: 1, ignored: 0, healed: 1 },
      { class: 'unknown', open: 2, ignored: 0, healed: 0 },
    ]);
    expect((body['runs'] as Body[]).map(({ since }) => since)).toEqual(
      [11, 10, 9, 8, 7].map((ms) => new Date(ms).toISOString()),
    );
  });

  test('measures the lag by the clock of the workers', async () => {
    const fast = { CLOCK_START: ago(100).toISOString(), CLOCK_SPEED: '60' };
    await using other = await openTestApi(fast);
    await recordSuccess(
      api.db.pool,
      'reconcile_warm',
      { last_call_sid: null, last_updated_at: '2026-02-12T12:00:00.000Z' },
      new Date(Date.now() + 5000 * 1000), // an hour and a half after the real time
    );
    const { body } = await other.send('/api/reconciliation');
    expect((body['tiers'] as Body[])[1]!['lag_seconds']).toBeGreaterThan(0);
  });
});

describe('GET /api/gaps', () => {
  test('lists every gap once, the latest first, however small the pages are', async () => {
    await recordMany(25);
    const seen: unknown[] = [];
    for (let path: string | null = '/api/gaps?limit=7'; path !== null;) {
      const { body } = await api.send(path);
      const page = body['page'] as { next_cursor: string | null };
      seen.push(...(body['data'] as Body[]).map((gap) => gap['call_sid']));
      path = page.next_cursor && `/api/gaps?limit=7&cursor=${page.next_cursor}`;
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => callSid(24 - n)));
  });

  test('shows the cause of a gap, when and how it was noticed and healed, and after how long', async () => {
    await recordMany(1, 1);
    const { body } = await api.send('/api/gaps');
    expect(body['data']).toEqual([
      expect.objectContaining({
        call_sid: callSid(0),
        missing: 'completed',
        class: 'never_sent',
        state: 'healed',
        noticed_by: 'reconcile_hot',
        healed_by: 'reconcile_hot',
        heal_seconds: 74,
        arrived_at: null,
      }),
    ]);
  });

  test.each([
    ['class=we_failed', 3],
    ['class=we_failed,unknown', 5],
    ['state=open', 7],
    ['state=healed', 3],
    ['state=healed&class=never_sent', 1],
    [`call_sid=${callSid(4)}`, 1],
    [`call_sid=${callSid(99)}`, 0],
  ])('%s: %i of ten', async (query, count) => {
    await recordMany(10, 3);
    expect((await api.send(`/api/gaps?${query}`)).body['data']).toHaveLength(count);
  });

  test.each(['class=lost', 'state=closed', 'limit=0', 'limit=201', 'kind=ringing', 'cursor=x'])(
    '%s is refused',
    async (query) => expect((await api.send(`/api/gaps?${query}`)).status).toBe(400),
  );

  test('a cursor of other filters is refused', async () => {
    await recordMany(3);
    const { body } = await api.send('/api/gaps?limit=1');
    const { next_cursor: cursor } = body['page'] as { next_cursor: string };
    expect((await api.send(`/api/gaps?state=open&cursor=${cursor}`)).body).toMatchObject({ code: 'cursor_mismatch' });
  });
});
