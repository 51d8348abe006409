import { expect, test } from '@jest/globals';
import { runChaos } from '../proofs/chaos/run-chaos.ts';

test.each(['redis', 'postgres'] as const)(
  'no callback is lost, applied twice or applied wrongly while every kind of fault strikes (queues on %s)',
  async (backend) => {
    const printed: string[] = [];
    const result = await runChaos({
      backend,
      seed: 20_261_121,
      seconds: 25,
      rate: 60,
      isComplete: true,
      print: (line) => printed.push(line),
    });
    const { lost, twice, wrong, pending, examples } = result;
    const isClean = lost + twice + wrong + pending === 0;
    const story = isClean ? [] : [...printed, ...examples]; // shown where the check fails
    expect({ lost, twice, wrong, pending, story }).toEqual({ lost: 0, twice: 0, wrong: 0, pending: 0, story: [] });
    expect(result.missing).toEqual([]); // every kind of fault has struck
    expect(result.acked).toBeGreaterThan(100); // enough to be lost, however slow the machine is
  },
);

test('without the state check in the transaction callbacks are applied twice, and the check reports it', async () => {
  const result = await runChaos({
    backend: 'postgres',
    seed: 3,
    seconds: 12,
    rate: 100,
    ablation: 'state-check',
    print: () => {},
  });
  expect(result.twice).toBeGreaterThan(0);
});

test.each([
  ['relay', 'postgres', 'flush the queue', 'pending'],
  ['spool-sync', 'postgres', 'crash postgres, kill -9 ingest', 'lost'],
  ['breaker', 'postgres', 'freeze postgres', 'waited'],
  ['direct-drain', 'redis', 'deliver jobs again', 'pending'],
] as const)('the check fails without %s (queues on %s, faults: %s)', async (ablation, backend, only, figure) => {
  const result = await runChaos({ backend, seed: 3, seconds: 8, rate: 100, ablation, only, print: () => {} });
  expect(result[figure]).toBeGreaterThan(0.2);
});
