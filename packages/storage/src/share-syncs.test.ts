import { beforeEach, expect, test } from '@jest/globals';
import { shareSyncs } from './share-syncs.ts';

const running: PromiseWithResolvers<void>[] = [];
let asked: string[] = [];
let sync: (path: string) => Promise<void>;

beforeEach(() => {
  running.length = 0;
  asked = [];
  sync = shareSyncs((path) => {
    asked.push(path);
    const run = Promise.withResolvers<void>();
    running.push(run);
    return run.promise;
  });
});

/** Everything that follows by itself. */
const settle = () => new Promise((resolve) => void setImmediate(resolve));

test('requests during a sync share one later sync', async () => {
  const first = sync('a');
  await settle();
  let isServed = false;
  const others = Promise.all([sync('a'), sync('a'), sync('a')]).then(() => (isServed = true));
  running[0]!.resolve();
  await first;
  await settle();
  expect({ isServed, asked }).toEqual({ isServed: false, asked: ['a', 'a'] });
  running[1]!.resolve();
  await others;
  expect(asked).toEqual(['a', 'a']);
});

test('a failed sync rejects its own requests, and no later ones', async () => {
  const first = sync('a');
  await settle();
  const second = sync('a');
  running[0]!.reject(new Error('EIO'));
  await expect(first).rejects.toThrow('EIO');
  await settle();
  running[1]!.resolve();
  await second;
});

test('folders do not wait for each other, and a folder is synced again later', async () => {
  const both = [sync('a'), sync('b')];
  await settle();
  expect(asked).toEqual(['a', 'b']);
  for (const run of running) run.resolve();
  await Promise.all(both);
  void sync('a');
  await settle();
  expect(asked).toEqual(['a', 'b', 'a']);
});
