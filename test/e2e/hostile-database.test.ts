import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pinnedSession } from '@trunkline/service/postgres-session';
import { createHostileDatabase, OPENED_SESSIONS } from '../support/db/hostile-defaults.ts';
import { settled, startStack, untilApplied, type Backend, type Stack } from '../support/processes/stack.ts';

/** Pinned alike by every session. BullMQ's pools have a search path of their own, worker-status commits asynchronously. */
const EVERYWHERE = Object.fromEntries(
  Object.entries(pinnedSession('').settings).filter(([name]) => !['search_path', 'synchronous_commit'].includes(name)),
);

const HEALED = 'select count(*)::integer as count from callback_gaps where healed_at is not null';

describe.each(['postgres', 'redis'] as const)('a database with other defaults, queues on %s', (backend: Backend) => {
  let stack: Stack;
  beforeAll(async () => {
    const clock = { start: new Date(), speed: 60 };
    stack = await startStack(backend, { clock, api: true, prepare: createHostileDatabase });
  });
  afterAll(async () => stack?.[Symbol.asyncDispose]());

  const api = async (path: string) =>
    (await (await fetch(`${stack.api!.url}/api${path}`)).json()) as Record<string, unknown>;

  test('calls come through ingest and worker with all their times', async () => {
    await stack.control.send('POST', 'load', { calls: 40, rate: 40, seed: 5, drop: 0.2 });
    await settled(() => stack.control.expectDone(), 60_000);
    await untilApplied(stack, 60_000);
    const ended = (await stack.control.deliveries()).filter(
      ({ kind, call_status: status, acked }) => kind === 'status' && status === 'completed' && acked,
    );
    expect(ended.length).toBeGreaterThan(5);
    for (const { call_sid: sid, params } of ended) {
      const call = await api(`/calls/${sid}`);
      const endedAt = new Date(params['Timestamp']!).toISOString();
      expect(call).toMatchObject({ call_sid: sid, status: 'completed', end_time: endedAt });
      for (const time of ['start_time', 'created_at', 'updated_at'])
        expect({ [time]: call[time] }).toEqual({ [time]: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) });
    }
  });

  test('calls whose end never came are healed, and no tier fails', async () => {
    await settled(async () => {
      const ends = new Map((await stack.control.calls()).map(({ sid, status }) => [sid, status]));
      const calls = await stack.query<{ call_sid: string; status: string }>('select call_sid, status from calls');
      expect(calls.filter(({ call_sid: sid, status }) => ends.get(sid) !== status)).toEqual([]);
    }, 120_000);
    const [healed] = await stack.query<{ count: number }>(HEALED);
    expect(healed!.count).toBeGreaterThan(0);
    const { tiers } = (await api('/reconciliation')) as { tiers: object[] };
    expect(tiers).toMatchObject(
      ['reconcile_hot', 'reconcile_warm', 'reconcile_cold'].map((job) => ({ job_name: job, last_error: null })),
    );
    expect(tiers[0]).toMatchObject({ last_success_at: expect.any(String) });
  });

  test('every session of every process pins its settings', async () => {
    const opened = await stack.query<{ name: string; settings: Record<string, string> }>(OPENED_SESSIONS);
    expect(new Set(opened.map(({ name }) => name)).size).toBeGreaterThan(4);
    for (const { name, settings } of opened)
      expect({ name, settings }).toEqual({ name, settings: expect.objectContaining(EVERYWHERE) });
    const paths = new Set(opened.map(({ settings }) => settings['search_path']));
    expect(paths).toEqual(new Set(backend === 'redis' ? ['public'] : ['public', '"bullmq"']));
  });
});
