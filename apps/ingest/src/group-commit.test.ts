import { afterEach, expect, jest, test } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import type { CallbackToStore, StoredRow } from '@trunkline/db/inbox';
import { callbackToStore } from '../../../test/support/twilio/callbacks.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { NotStoredError, openGroupCommit } from './group-commit.ts';
import { openOutage } from './outage.ts';
import { openBatchStore } from './store-batch.ts';

afterEach(() => void jest.useRealTimers());

const callback = (key: string) => callbackToStore({}, { dedupeKey: key });
const unavailable = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

/** A store that numbers rows, remembers keys and refuses `bad`. */
function fakeStore() {
  const batches: CallbackToStore[][] = [];
  const known = new Map<string, string>();
  const store = async (batch: readonly CallbackToStore[]): Promise<StoredRow[]> => {
    batches.push([...batch]);
    await turn();
    if (batch.some((row) => row.dedupeKey === 'bad' && row.processingStatus === 'pending'))
      throw new Error('jsonb refuses it');
    return batch.map(({ dedupeKey: key }, n) => ({
      n,
      isNew: !known.has(key),
      id: known.get(key) ?? (known.set(key, `${known.size}`), `${known.size - 1}`),
    }));
  };
  return { store, batches };
}

function open(store: (batch: readonly CallbackToStore[]) => Promise<StoredRow[]>) {
  const committed: string[] = [];
  const outage = openOutage(silentLog);
  const inbox = openBatchStore({ store, onCommitted: (ids) => committed.push(...ids), log: silentLog });
  return {
    committed,
    outage,
    commit: openGroupCommit({ inbox, outage, log: silentLog }),
  };
}

test('a single callback is flushed at once, and those that come meanwhile share the next statement', async () => {
  const { store, batches } = fakeStore();
  const { commit, committed } = open(store);
  await Promise.all(['a', 'b', 'c'].map((key) => commit.add(callback(key))));
  expect(batches.map((batch) => batch.length)).toEqual([1, 2]);
  expect(committed).toEqual(['0', '1', '2']);
  await commit[Symbol.asyncDispose]();
});

test('copies in one batch share a row, and only the first is new', async () => {
  const { store, batches } = fakeStore();
  const { commit } = open(store);
  const answers = await Promise.all(['first', 'x', 'x', 'x'].map((key) => commit.add(callback(key))));
  expect(answers.slice(1)).toEqual([
    { id: '1', isNew: true },
    { id: '1', isNew: false },
    { id: '1', isNew: false },
  ]);
  expect(batches[1]!.map((row) => row.copies)).toEqual([3]);
});

test('a row that cannot be stored fails no other row and is quarantined', async () => {
  const { store, batches } = fakeStore();
  const { commit, committed } = open(store);
  const answers = await Promise.all(['first', 'a', 'bad', 'b'].map((key) => commit.add(callback(key))));
  expect(answers.every(({ isNew }) => isNew)).toBe(true);
  expect(batches.flat().findLast((row) => row.dedupeKey === 'bad')).toMatchObject({
    processingStatus: 'quarantined',
    error: expect.stringContaining('jsonb refuses it'),
  });
  expect(committed.toSorted()).toEqual([answers[0]!.id, answers[1]!.id, answers[3]!.id].toSorted());
});

test('while Postgres is unavailable everything is refused and nothing is reported as committed', async () => {
  const { commit, committed } = open(() => Promise.reject(unavailable));
  const results = await Promise.allSettled(['a', 'b', 'b'].map((key) => commit.add(callback(key))));
  for (const result of results)
    expect(result).toMatchObject({ status: 'rejected', reason: expect.any(NotStoredError) });
  expect(committed).toEqual([]);
});

test('a Postgres that does not answer is given up within a second, also for callbacks that wait behind it', async () => {
  jest.useFakeTimers();
  const { promise, resolve } = Promise.withResolvers<StoredRow[]>();
  const { commit, committed } = open(() => promise);
  const results = ['in flight', 'waiting'].map((key) => commit.add(callback(key)).catch((error: Error) => error));
  await jest.advanceTimersByTimeAsync(1000);
  for (const result of await Promise.all(results)) expect(result).toBeInstanceOf(NotStoredError);
  resolve([{ n: 0, id: '7', isNew: true }]); // it was stored all the same: the answer is gone, the row is not
  await jest.advanceTimersByTimeAsync(0);
  expect(committed).toEqual(['7']);
});

test('too many waiting callbacks are refused at once', async () => {
  const { commit } = open(() => new Promise<never>(() => {}));
  for (let n = 0; n <= 5000; n++) commit.add(callback(`${n}`)).catch(() => {});
  await expect(commit.add(callback('one too many'))).rejects.toThrow(/Too many/);
});

test('an error inside the flush itself leaves no request waiting, and the next callback begins another flush', async () => {
  const { store } = fakeStore();
  let isOut = true;
  const broken = (batch: readonly CallbackToStore[]) => (isOut ? Promise.reject(unavailable) : store(batch));
  const inbox = openBatchStore({ store: broken, onCommitted: () => {}, log: silentLog });
  const outage = {
    isOpen: () => false,
    ended: () => {},
    failed: () => {
      throw new Error('a bug');
    },
  };
  const commit = openGroupCommit({ inbox, outage, log: silentLog });
  await expect(commit.add(callback('first'))).rejects.toThrow(NotStoredError);
  isOut = false;
  expect(await commit.add(callback('second'))).toEqual({ id: '0', isNew: true });
  await commit[Symbol.asyncDispose]();
});
