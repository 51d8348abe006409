import { expect, test } from '@jest/globals';
import { dueCallbackJobs } from './due-callback-jobs.ts';

const row = (id: number, generation = 1, retryCount = 0) => ({ id: `${id}`, generation, retryCount });

test('rows that never failed go together, fifty at a time', () => {
  const jobs = dueCallbackJobs(Array.from({ length: 120 }, (_, n) => row(n)));
  expect(jobs.map(({ data }) => data.ids.length)).toEqual([50, 50, 20]);
  expect(jobs.flatMap(({ data }) => data.ids)).toEqual(Array.from({ length: 120 }, (_, n) => `${n}`));
});

test('a row that failed before goes alone, so that it fails no other', () => {
  expect(dueCallbackJobs([row(1), row(2, 3, 2), row(3)])).toEqual([
    { jobId: 'in-1-1', data: { ids: ['1', '3'] } },
    { jobId: 'in-2-3', data: { ids: ['2'] } },
  ]);
});

test('every generation has a job id of its own, and none is the one that ingest used', () => {
  const ids = [1, 2, 3].map((generation) => dueCallbackJobs([row(7, generation)])[0]!.jobId);
  expect(new Set([...ids, 'in-7-0']).size).toBe(4);
});

test('without due rows there is no job', () => expect(dueCallbackJobs([])).toEqual([]));
