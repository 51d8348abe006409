import { afterAll, expect, test } from '@jest/globals';
import { openHttpServer } from '@trunkline/service';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { eventually } from '../../../test/support/eventually.ts';
import { openQueue } from './open-queue.ts';
import { chooseQueueBackend } from './queue-backend.ts';
import { relayTick } from './run-worker.ts';

const { DATABASE_URL = '', REDIS_URL = '' } = process.env;
const ROOT = join(import.meta.dirname, '..', '..', '..');
const opened = new AsyncDisposableStack();
afterAll(() => opened.disposeAsync());

async function freePort(): Promise<number> {
  await using server = await openHttpServer(() => {}, { HOST: '127.0.0.1', PORT: 0 });
  return (server.address() as AddressInfo).port;
}

/** A process with this plan, and what it wrote. The plan is an expression of `contract`, `signal` and `wake`. */
async function start(plan: string, contract = CONTRACT) {
  const script = `
    import { runWorker, workerEnv } from '@trunkline/queues';
    import { z } from 'zod';
    const contract = ${contract};
    await runWorker('worker-test', z.object(workerEnv(0)), ({ signal, wake }) => (${plan}));`;
  const port = await freePort();
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: join(ROOT, 'apps', 'worker-status'),
    env: { ...process.env, DATABASE_URL, REDIS_URL, HOST: '127.0.0.1', PORT: `${port}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  opened.defer(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const lines = () => output.split('\n').flatMap((line) => (line.startsWith('{') ? (JSON.parse(line) as object) : []));
  const health = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/health`);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  await eventually(health, { timeoutMs: 20_000 });
  return { child, exited, lines, health };
}

const NAME = `run-worker-${process.pid}`;
const CONTRACT = `{ name: '${NAME}', data: z.object({ callSid: z.string() }), attempts: 1, retryDelayMs: 1,
  keepCompleted: { age: 60, count: 10 }, keepFailed: { age: 60, count: 10 } }`;
const contract = {
  name: NAME,
  data: z.object({ callSid: z.string() }),
  attempts: 1,
  retryDelayMs: 1,
  keepCompleted: { age: 60, count: 10 },
  keepFailed: { age: 60, count: 10 },
};

const FAILING = `CA${'1'.repeat(32)}`;

test('a worker handles jobs, logs those given up with their ids, shows its loops, and ends with 0 after its jobs', async () => {
  await using queue = openQueue(contract, chooseQueueBackend({ DATABASE_URL, REDIS_URL }));
  await eventually(() => queue.depth());
  const { child, exited, lines, health } = await start(`{
    consume: {
      queue: contract,
      concurrency: 2,
      async handle({ callSid }) {
        if (callSid === '${FAILING}') throw new Error('no luck');
        console.log(JSON.stringify({ began: callSid }));
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        console.log(JSON.stringify({ handled: callSid }));
      },
      onGivenUp: async ({ callSid }) => console.log(JSON.stringify({ givenUp: callSid })),
    },
    loops: { stubborn: { everyMs: 3600000, tick: async () => { throw new Error('always') } } },
    measure: async () => {},
    health: () => ({ more: 'of its own' }),
  }`);
  await queue.add([{ data: { callSid: FAILING } }, { data: { callSid: 'CA2' } }]);
  await eventually(() => expect(lines()).toContainEqual({ began: 'CA2' }), { timeoutMs: 20_000 });
  await eventually(() => expect(lines()).toContainEqual({ givenUp: FAILING }));
  expect(lines()).toContainEqual(
    expect.objectContaining({ level: 'warn', call_sid: FAILING, err: expect.objectContaining({ message: 'no luck' }) }),
  );
  expect(await health()).toMatchObject({
    status: 200,
    body: {
      service: 'worker-test',
      canary_age_ms: expect.any(Number),
      loops: {
        stubborn: { state: 'failing', error: 'Error: always' },
        measure: { state: 'ok', error: null },
        canary: { state: 'ok' },
      },
      more: 'of its own',
    },
  });
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  expect(lines()).toContainEqual({ handled: 'CA2' });
}, 60_000);

test('without a queue to consume a worker runs its loops, which others may wake', async () => {
  const { lines, health } = await start(`{
    loops: {
      first: { everyMs: 50, tick: async () => wake('second') },
      second: { everyMs: 3600000, tick: async () => console.log(JSON.stringify({ ticked: 'second' })) },
    },
  }`);
  const ticks = () => lines().filter((line) => 'ticked' in line).length;
  await eventually(() => expect(ticks()).toBeGreaterThan(2));
  const { body } = await health();
  expect(body).not.toHaveProperty('canary_age_ms');
}, 60_000);

test('a relay claims nothing while the queue is deep or unavailable, and adds nothing where nothing is due', async () => {
  const calls: string[] = [];
  const relay = {
    maxDepth: 2,
    claim: async () => (calls.push('claim'), [] as { data: number }[]),
    onEnqueued: () => void calls.push('enqueued'),
  };
  const add = async () => void calls.push('add');
  await relayTick(relay, { add, depth: async () => 3 })();
  await expect(relayTick(relay, { add, depth: () => Promise.reject(new Error('no queue')) })()).rejects.toThrow(
    'no queue',
  );
  expect(calls).toEqual([]);
  await relayTick(relay, { add, depth: async () => 2 })();
  expect(calls).toEqual(['claim']);
  await relayTick({ ...relay, claim: async () => [{ data: 1 }] }, { add, depth: async () => 2 })();
  expect(calls).toEqual(['claim', 'add', 'enqueued']);
});

test('a promise that is rejected and handled by nothing is an ERROR, and the process and its loops go on', async () => {
  const { child, lines, health } = await start(`{
    loops: {
      careless: { everyMs: 20, tick: async () => void Promise.reject(new Error('lost')) },
      good: { everyMs: 20, tick: async () => console.log(JSON.stringify({ ticked: 'good' })) },
    },
  }`);
  const errors = () => lines().filter((line) => 'event' in line && line.event === 'unhandled_rejection');
  await eventually(() => expect(errors().length).toBeGreaterThan(2));
  const before = lines().filter((line) => 'ticked' in line).length;
  await eventually(() => expect(lines().filter((line) => 'ticked' in line).length).toBeGreaterThan(before));
  expect(await health()).toMatchObject({ status: 200, body: { loops: { good: { state: 'ok' } } } });
  expect(child.exitCode).toBeNull();
}, 60_000);

test('an exception that nothing caught is logged as fatal, and ends the process', async () => {
  const tick = `async () => void setTimeout(() => { throw new Error('broken') }, 0)`;
  const { exited, lines } = await start(
    `{ loops: { broken: { everyMs: 3600000, firstAfterMs: 3000, tick: ${tick} } } }`,
  );
  expect(await exited).toEqual([1, null]);
  expect(lines()).toContainEqual(
    expect.objectContaining({ level: 'fatal', err: expect.objectContaining({ message: 'broken' }) }),
  );
}, 60_000);
