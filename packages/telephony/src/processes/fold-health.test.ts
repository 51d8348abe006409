import { expect, test } from '@jest/globals';
import { foldHealth, type ProcessRow } from './fold-health.ts';
import { APP_NAMES } from './process-state.ts';

const NOW = new Date('2026-11-29T14:00:00.000Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);

const row = (app: string, more: Partial<ProcessRow> = {}): ProcessRow => ({
  id: `id of ${app}`,
  app,
  host: 'a-host',
  pid: 42,
  health: 'ok',
  report: {},
  failingLoops: [],
  dependencies: { postgres: { state: 'up', at: ago(5).toISOString(), latency_ms: 1.5 } },
  heartbeatAt: ago(5),
  endedAt: null,
  ...more,
});
const all = (changes: Record<string, Partial<ProcessRow>> = {}) => APP_NAMES.map((app) => row(app, changes[app]));

test('all is well where every app lives and misses nothing', () => {
  const { state, problems, dependencies } = foldHealth(all(), {}, NOW);
  expect([state, problems]).toEqual(['ok', []]);
  expect(dependencies.find(({ name }) => name === 'postgres')).toMatchObject({ state: 'up', latencyMs: 1.5 });
  expect(dependencies.find(({ name }) => name === 'models')).toMatchObject({ state: 'unknown' });
});

test('an app of which every process is silent or ended is down, and the sentence says what that means', () => {
  const gone = all({ ingest: { heartbeatAt: ago(26) } });
  const { state, problems } = foldHealth(gone, {}, NOW);
  expect(state).toBe('down');
  expect(problems).toEqual([
    expect.objectContaining({
      subject: 'app:ingest',
      severity: 'bad',
      sentence: expect.stringContaining('not answered'),
    }),
  ]);
});

test('one silent copy among living ones is a warning about that process', () => {
  const rows = [...all(), row('ingest', { id: 'another', heartbeatAt: ago(60) })];
  const { state, problems } = foldHealth(rows, {}, NOW);
  expect([state, problems.map(({ subject }) => subject)]).toEqual(['degraded', ['process:another']]);
  expect(problems[0]!.since).toBe(ago(60).toISOString());
});

test('a dependency is unavailable where one process misses it, with the remedy of the runbook', () => {
  const queue = { queue: { state: 'unavailable', at: null, since: ago(90).toISOString(), cause: 'it did not answer' } };
  const rows = all({ 'worker-status': { health: 'degraded', dependencies: queue } });
  const { dependencies, problems } = foldHealth(rows, { queue: sighting('up') }, NOW);
  expect(dependencies.find(({ name }) => name === 'queue')).toMatchObject({
    state: 'unavailable',
    apps: ['worker-status'],
  });
  expect(problems[0]).toMatchObject({ subject: 'dependency:queue', runbook: expect.stringContaining('#redis') });
});

const sighting = (state: 'up' | 'unavailable') =>
  ({ app: 'api', state, at: NOW.toISOString(), latencyMs: 1, since: null, cause: null }) as const;

test('a process that ended cleanly is no problem, and a failing loop is one', () => {
  const rows = [
    ...all({ api: { failingLoops: [{ name: 'queue stats', state: 'failing', error: 'no such table' }] } }),
    row('api', { id: 'former', endedAt: ago(60), heartbeatAt: ago(60) }),
    row('worker-status', {
      id: 'replaced',
      endedAt: ago(60),
      health: 'degraded',
      failingLoops: [{ name: 'relay', state: 'failing', error: 'no queue' }],
    }),
  ];
  const { state, problems } = foldHealth(rows, {}, NOW);
  expect([state, problems.map(({ sentence }) => sentence)]).toEqual([
    'degraded',
    ['Loop queue stats of api (process 42 on a-host) is failing: no such table.'],
  ]);
});
