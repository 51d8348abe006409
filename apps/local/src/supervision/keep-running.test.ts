import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { keepRunning } from './keep-running.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Plays runs of the given lifetimes and returns the pauses in between. */
async function pausesAfter(
  lifetimesMs: number[],
  run = async () => 'exit code 1',
): Promise<{ pauses: number[]; said: string[] }> {
  const supervision = new AbortController();
  const pauses: number[] = [];
  const said: string[] = [];
  const lifetimes = [...lifetimesMs];
  const runOnce = async (): Promise<string> => {
    jest.setSystemTime(Date.now() + (lifetimes.shift() ?? 0));
    return run();
  };
  const pause = async (pauseMs: number): Promise<void> => {
    pauses.push(pauseMs);
    if (!lifetimes.length) supervision.abort();
  };
  await keepRunning('worker', runOnce, { signal: supervision.signal, say: (line) => said.push(line), pause });
  return { pauses, said };
}

test('a run that ends is repeated after pauses that grow up to half a minute', async () => {
  const { pauses } = await pausesAfter(Array.from({ length: 9 }, () => 0));
  expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

test('after a run of more than a minute the pause is short again', async () => {
  const { pauses } = await pausesAfter([0, 0, 90_000, 0]);
  expect(pauses).toEqual([500, 1000, 500, 1000]);
});

test('every end is one line on the terminal, a failed start too', async () => {
  const failing = async (): Promise<string> => {
    throw new Error('no memory');
  };
  expect((await pausesAfter([0])).said).toEqual(['worker ended (exit code 1); starting it again in 0.5 s']);
  expect((await pausesAfter([0], failing)).said).toEqual(['worker ended (no memory); starting it again in 0.5 s']);
});

test('once the supervision has ended, nothing is printed or run again', async () => {
  const supervision = new AbortController();
  const say = jest.fn();
  const run = jest.fn(async () => {
    supervision.abort();
    return 'SIGTERM';
  });
  await keepRunning('worker', run, { signal: supervision.signal, say });
  expect(run).toHaveBeenCalledTimes(1);
  expect(say).not.toHaveBeenCalled();
});
