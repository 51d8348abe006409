import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { eventually } from '../../../test/support/eventually.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { openTcpGate, type TcpGate } from '../../../test/support/processes/tcp-gate.ts';
import { openQueue, QueueUnavailableError, type OpenQueue } from './open-queue.ts';
import { chooseQueueBackend } from './queue-backend.ts';
import type { QueueContract } from './queue-contract.ts';
import { startWorker } from './start-worker.ts';

type Data = { ids: string[] };
const { DATABASE_URL = '', REDIS_URL = '' } = process.env;

const contractOf = (name: string): QueueContract<Data> => ({
  name,
  data: z.object({ ids: z.array(z.string()) }),
  attempts: 3,
  retryDelayMs: 1,
  keepCompleted: { age: 60, count: 100 },
  keepFailed: { age: 60, count: 100 },
});
const reached = <T>(queue: OpenQueue<T>) => eventually(() => queue.depth());

describe.each(['redis', 'postgres'] as const)('on %s', (kind) => {
  let gate: TcpGate;
  beforeAll(async () => (gate = await openTcpGate(kind === 'redis' ? REDIS_URL : DATABASE_URL)));
  afterAll(async () => gate[Symbol.asyncDispose]());
  const direct = () => chooseQueueBackend(kind === 'redis' ? { REDIS_URL, DATABASE_URL } : { DATABASE_URL });
  const gated = () =>
    chooseQueueBackend(kind === 'redis' ? { REDIS_URL: gate.url, DATABASE_URL } : { DATABASE_URL: gate.url });

  /** A worker that keeps what it handled and what was given up. */
  function work(
    contract: QueueContract<Data>,
    handle: (data: Data) => Promise<void> = async () => {},
    backend = direct(),
  ) {
    const kept = { handled: [] as Data[], givenUp: [] as string[] };
    const record = async (data: Data) => (kept.handled.push(data), handle(data));
    const onGivenUp = async (_data: Data, error: Error) => void kept.givenUp.push(error.message);
    return {
      ...kept,
      worker: startWorker(contract, backend, record, {
        concurrency: 2,
        onError: () => {},
        onGivenUp,
        log: silentLog,
      }),
    };
  }

  test('a schedule repeats, exists once however often it is kept, and is restored after a wipe', async () => {
    const contract = contractOf(`scheduled-${kind}`);
    await using queue = openQueue(contract, direct());
    await reached(queue);
    const keep = () => queue.keepSchedules([{ id: 'often', data: { ids: ['1'] }, everyMs: 100 }]);
    for (let n = 0; n < 3; n++) await keep();
    const { handled, worker } = work(contract);
    await using _worker = worker;
    await eventually(() => expect(handled.length).toBeGreaterThan(2));
    const bull = direct().createQueue(contract.name);
    expect(await bull.getJobSchedulersCount()).toBe(1);
    await bull.obliterate({ force: true });
    await bull.close();
    const before = handled.length;
    await keep();
    await eventually(() => expect(handled.length).toBeGreaterThan(before + 2));
  });

  test('a schedule that was set by a clock a day ahead runs again once a right clock keeps it', async () => {
    const contract = contractOf(`scheduled-ahead-${kind}`);
    await using queue = openQueue(contract, direct());
    await reached(queue);
    const keep = () => queue.keepSchedules([{ id: 'often', data: { ids: ['1'] }, everyMs: 100 }]);
    const rightNow = Date.now;
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => rightNow() + 86_400_000);
    await keep().finally(() => clock.mockRestore());
    const { handled, worker } = work(contract);
    await using _worker = worker;
    await eventually(async () => {
      await keep();
      expect(handled.length).toBeGreaterThan(2);
    });
  });

  test('jobs with one key collapse into the first, which keeps its delay', async () => {
    const contract = contractOf(`collapsed-${kind}`);
    await using queue = openQueue(contract, direct());
    await reached(queue);
    const job = (n: number) => ({ data: { ids: [`${n}`] }, delayMs: 300, collapseKey: 'call-1' });
    await queue.add([job(1), job(2)]);
    await queue.add([job(3)]);
    const { handled, worker } = work(contract);
    await using _worker = worker;
    await eventually(() => expect(handled).toEqual([{ ids: ['1'] }]));
    await eventually(async () => {
      await queue.add([{ ...job(4), delayMs: 0 }]); // dropped as long as the first has not ended
      expect(handled).toContainEqual({ ids: ['4'] });
    });
    expect(new Set(handled.map(({ ids }) => ids[0]))).toEqual(new Set(['1', '4']));
    expect(handled.filter(({ ids }) => ids[0] === '1')).toHaveLength(1);
  });

  test('an added job is handled, and a job id that is still known is ignored', async () => {
    const contract = contractOf(`known-${kind}`);
    await using queue = openQueue(contract, direct());
    await reached(queue);
    await queue.add([
      { jobId: 'in-1-0', data: { ids: ['1'] } },
      { jobId: 'in-2-0', data: { ids: ['2'] } },
    ]);
    expect(await queue.depth()).toBe(2);
    const { handled, worker } = work(contract);
    await using _worker = worker;
    await eventually(() => expect(handled).toHaveLength(2));
    await queue.add([
      { jobId: 'in-1-0', data: { ids: ['1'] } },
      { jobId: 'in-1-1', data: { ids: ['1'] } },
    ]);
    await eventually(() => expect(handled.flatMap(({ ids }) => ids).toSorted()).toEqual(['1', '1', '2']));
    expect(await queue.depth()).toBe(0);
  });

  test('a job that is delayed by a day does not count as waiting, so that relays go on', async () => {
    const contract = contractOf(`ahead-${kind}`);
    await using queue = openQueue(contract, direct());
    await reached(queue);
    await queue.add([{ data: { ids: ['1'] }, delayMs: 86_400_000 }, { data: { ids: ['2'] } }]);
    expect(await queue.depth()).toBe(1);
  });

  test('a job that fails is attempted as often as its contract says and then given up', async () => {
    const contract = contractOf(`failing-${kind}`);
    const { handled, givenUp, worker } = work(contract, () => Promise.reject(new Error('no luck')));
    await using queue = openQueue(contract, direct());
    await using _worker = worker;
    await reached(queue);
    await queue.add([{ jobId: 'in-1-0', data: { ids: ['1'] } }]);
    await eventually(() => expect(givenUp).toEqual(['no luck']));
    expect(handled).toHaveLength(3);
  });

  test('a job that does not fit its contract is given up without a second attempt', async () => {
    const contract = contractOf(`odd-${kind}`);
    const { handled, givenUp, worker } = work(contract);
    await using queue = openQueue(contract, direct());
    await using _worker = worker;
    await reached(queue);
    await queue.add([{ jobId: 'in-1-0', data: { ids: [5] } as never }]);
    await eventually(() => expect(givenUp).toEqual([expect.stringContaining('does not fit the contract')]));
    expect(handled).toEqual([]);
  });

  test('a server that is down or frozen is reported as unavailable, and used again once it is back', async () => {
    const contract = contractOf(`gated-${kind}`);
    await using queue = openQueue(contract, gated());
    await reached(queue);
    const job = (n: number) => [{ jobId: `in-${n}-0`, data: { ids: [`${n}`] } }];
    for (const [n, fail] of [() => gate.shut(), async () => gate.freeze()].entries()) {
      await fail();
      await expect(queue.add(job(n))).rejects.toBeInstanceOf(QueueUnavailableError);
      await expect(queue.depth()).rejects.toBeInstanceOf(QueueUnavailableError);
      await gate.open();
      await reached(queue);
    }
    await queue.add(job(7));
    const { handled, worker } = work(contract);
    await using _worker = worker;
    await eventually(() => expect(handled).toContainEqual({ ids: ['7'] }));
  });

  test('a queue and a worker that start before their server connect later', async () => {
    const contract = contractOf(`early-${kind}`);
    await gate.shut();
    await using queue = openQueue(contract, gated());
    const { handled, worker } = work(contract, undefined, gated());
    await using _worker = worker;
    await expect(queue.add([{ jobId: 'in-1-0', data: { ids: ['1'] } }])).rejects.toBeInstanceOf(QueueUnavailableError);
    await gate.open();
    await eventually(() => queue.add([{ jobId: 'in-2-0', data: { ids: ['2'] } }]), { timeoutMs: 20_000 });
    await eventually(() => expect(handled).toContainEqual({ ids: ['2'] }), { timeoutMs: 20_000 });
  });

  test('a queue that is closed while its server is away does not connect again', async () => {
    const contract = contractOf(`closed-${kind}`);
    const queue = openQueue(contract, gated());
    await reached(queue);
    await gate.shut();
    await expect(queue.depth()).rejects.toBeInstanceOf(QueueUnavailableError);
    await queue[Symbol.asyncDispose]();
    let connections = 0;
    const server = createServer((socket) => ((connections += 1), socket.destroy())).listen(
      Number(new URL(gate.url).port),
    );
    await delay(2500); // it would try each second
    await new Promise((closed) => server.close(closed));
    await gate.open();
    expect(connections).toBe(0);
  });

  test('a canary proves that jobs would reach the worker, also when there are none', async () => {
    const { worker } = work(contractOf(`canary-${kind}`));
    await using _worker = worker;
    let longest = 0;
    await eventually(
      () => {
        const silent = worker.silentMs();
        longest = Math.max(longest, silent);
        expect(silent).toBeLessThan(longest);
      },
      { timeoutMs: 20_000 },
    );
  });
});
