import { expect, test } from '@jest/globals';
import { metrics } from '../metrics.ts';
import { inBackground } from './in-background.ts';

const open = () => {
  const lines: { work: string }[] = [];
  return { lines, log: { warn: (line: { work: string }) => void lines.push(line) } as never };
};

test.each([
  ['a rejection', async () => Promise.reject(new Error('no'))],
  [
    'an exception before the first await',
    () => {
      throw new Error('no');
    },
  ],
  ['a rejection with what has no text', async () => Promise.reject(Object.create(null) as Error)],
  ['a rejection without an error', async () => Promise.reject(undefined as unknown as Error)],
])('%s is counted and logged under the name of the work, once a minute, and rejects nothing', async (name, work) => {
  const { lines, log } = open();
  for (let n = 0; n < 3; n++) await inBackground(name, log, work);
  expect(lines).toEqual([expect.objectContaining({ event: 'background_failed', work: name })]);
  expect(await metrics.registry.getSingleMetricAsString('trunkline_background_failures_total')).toContain(
    `{work="${name}"} 3`,
  );
});

test('work that succeeds says nothing', async () => {
  const { lines, log } = open();
  let done = false;
  await inBackground('good', log, async () => void (done = true));
  expect([done, lines]).toEqual([true, []]);
});
