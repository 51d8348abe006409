import { expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLoop } from '../loops/start-loop.ts';
import { readCommit } from './process-identity.ts';
import { startHeartbeat, type Heartbeat } from './start-heartbeat.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };

/** The first heartbeat of a process with this report. */
async function firstBeat(report: Parameters<typeof startHeartbeat>[0]['describe']): Promise<Heartbeat> {
  const saved = Promise.withResolvers<Heartbeat>();
  await using _beats = startHeartbeat({
    app: 'test',
    describe: report,
    figures: () => ({ jobs_done: 3 }),
    save: async (beat) => saved.resolve(beat),
    end: async () => {},
    log,
  });
  return await saved.promise;
}

test('a heartbeat has the identity of its process, its report and its figures', async () => {
  const beat = await firstBeat(() => ({ healthy: true, service: 'test' }));
  expect(beat).toMatchObject({
    app: 'test',
    pid: process.pid,
    state: 'ok',
    report: { service: 'test' },
    failingLoops: [],
  });
  expect(beat.figures).toEqual({ jobs_done: 3 });
});

test.each([
  [
    'a dependency is unavailable',
    { healthy: true, dependencies: { queue: { state: 'unavailable' as const, at: null, latency_ms: null } } },
    'degraded',
  ],
  ['it says that it is not healthy', { healthy: false }, 'unhealthy'],
  [
    'a setting is missing',
    { healthy: true, dependencies: { models: { state: 'off' as const, at: null, latency_ms: null } } },
    'ok',
  ],
])('where %s, it is %s', async (_name, report, state) => {
  expect((await firstBeat(() => report)).state).toBe(state);
});

test('a loop that fails is named with its error, and makes the process degraded', async () => {
  const failed = Promise.withResolvers<void>();
  await using loop = startLoop(
    'stubborn',
    3_600_000,
    async () => {
      setImmediate(failed.resolve);
      throw new Error('no luck');
    },
    log,
  );
  await failed.promise;
  const beat = await firstBeat(() => ({ healthy: true }));
  expect(beat).toMatchObject({
    state: 'degraded',
    failingLoops: [{ name: 'stubborn', state: 'failing', error: 'Error: no luck' }],
  });
  expect(loop.describe().state).toBe('failing');
});

test('the end of a process is recorded once its last heartbeat is saved, and without an answer of the database the process ends all the same', async () => {
  const steps: string[] = [];
  const parts = { app: 'test', describe: () => ({ healthy: true }), log };
  const first = Promise.withResolvers<void>();
  const beats = startHeartbeat({
    ...parts,
    save: async () => (steps.push('saved'), first.resolve()),
    end: async () => void steps.push('ended'),
  });
  await first.promise;
  await beats[Symbol.asyncDispose]();
  expect(steps).toEqual(['saved', 'ended']);
  const missing = startHeartbeat({
    ...parts,
    save: () => Promise.reject(new Error('unavailable')),
    end: () => new Promise(() => {}),
  });
  await missing[Symbol.asyncDispose]();
});

test('the commit is read from an image, a checkout or a worktree, and is unknown elsewhere', async () => {
  const root = await mkdtemp(join(tmpdir(), 'trunkline-commit-'));
  try {
    const sha = 'ab'.repeat(20);
    expect(readCommit(root)).toBeNull();
    await mkdir(join(root, '.git', 'refs', 'heads'), { recursive: true });
    await writeFile(join(root, '.git', 'HEAD'), 'ref: refs/heads/main\n');
    await writeFile(join(root, '.git', 'packed-refs'), `# pack-refs\n${sha} refs/heads/main\n`);
    expect(readCommit(root)).toBe(sha);
    const [tree, entry] = [join(root, 'tree'), join(root, '.git', 'worktrees', 'tree')];
    await Promise.all([mkdir(tree), mkdir(entry, { recursive: true })]);
    await writeFile(join(tree, '.git'), `gitdir: ${entry}\n`);
    await writeFile(join(entry, 'HEAD'), 'ref: refs/heads/main\n');
    await writeFile(join(entry, 'commondir'), '../..\n');
    expect(readCommit(tree)).toBe(sha);
    await writeFile(join(root, 'COMMIT'), 'cd'.repeat(20));
    expect(readCommit(root)).toBe('cd'.repeat(20));
  } finally {
    await rm(root, { recursive: true });
  }
});
