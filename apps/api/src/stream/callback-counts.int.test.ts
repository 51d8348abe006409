import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openEventClient } from '../../../../test/support/api/event-client.ts';
import { createPerson } from '../../../../test/support/db/people.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { callbackToStore, callSid, progress } from '../../../../test/support/twilio/callbacks.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';

let api: TestApi;
beforeAll(async () => void (api = await openTestApi()));
afterAll(async () => api[Symbol.asyncDispose]());

test('received and applied callbacks are counted for the staff, with the ids of the newest, and nothing is stored for it', async () => {
  const [monitor, reader] = [await createPerson(api.db, 'monitor'), await createPerson(api.db, 'reader')];
  const url = `${api.url}/events/calls?events=callback.*`;
  using staff = await openEventClient(url, { headers: monitor.headers });
  using party = await openEventClient(url, { headers: reader.headers });
  const total = (name: string): number =>
    staff.frames.reduce((sum, frame) => sum + (frame.name === name ? Number(frame.data['count']) : 0), 0);
  let sequence = 0;
  // the first count is the beginning of the next one: callbacks arrive until some are counted
  await eventually(async () => {
    await storeAndApply(api.db, [callbackToStore(progress(callSid(1), 'ringing', (sequence += 1)))]);
    expect(total('callback.received')).toBeGreaterThan(0);
  });
  // one may have been received before that first count, and applied after it
  await eventually(() => expect([0, 1]).toContain(total('callback.applied') - total('callback.received')));
  const { rows } = await api.db.pool.query<{ id: string }>('select id::text from twilio_webhook_inbox');
  const shown = staff.frames.flatMap(({ data }) => (data['callback_ids'] as string[] | undefined) ?? []);
  expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(shown));
  expect(party.frames.filter(({ name }) => name.startsWith('callback.'))).toEqual([]);
  const stored = await api.db.pool.query(`select from stream_events where name like 'callback.%'`);
  expect(stored.rowCount).toBe(0);
});
