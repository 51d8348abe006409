import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openEventClient } from '../../../../test/support/api/event-client.ts';
import { createPerson } from '../../../../test/support/db/people.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
  await api.db.pool.query('truncate sync_runs');
});
afterAll(async () => api[Symbol.asyncDispose]());

const progress = (done: number, state = 'running') =>
  api.db.pool.query(
    `update sync_runs set state = $2, progress = jsonb_build_object('daysDone', $1::int, 'daysTotal', 3),
       finished_at = case when $2 = 'completed' then now() end`,
    [done, state],
  );

test('the progress of a scan is sent as it changes and to its end, to those who may read scans', async () => {
  const { headers } = await createPerson(api.db, 'reader');
  using client = await openEventClient(`${api.url}/events/calls?events=sync.*,siren.raised`);
  using reader = await openEventClient(`${api.url}/events/calls?events=sync.*`, { headers });
  await api.db.pool.query(
    `insert into sync_runs (kind, since, until, state) values ('sync', now() - interval '3 days', now(), 'running')`,
  );
  const seen = () =>
    client.frames
      .filter(({ name }) => name === 'sync.progress')
      .map(({ data }) => data as { state: string; days_done: number })
      .map(({ state, days_done: days }) => `${state} ${days}`);
  await eventually(() => expect(seen()).toEqual(['running 0']));
  await progress(2);
  await eventually(() => expect(seen()).toEqual(['running 0', 'running 2']));
  await progress(3, 'completed');
  await eventually(() => expect(seen()).toEqual(['running 0', 'running 2', 'completed 3']));
  expect(reader.frames.filter(({ name }) => name === 'sync.progress')).toEqual([]);
});
