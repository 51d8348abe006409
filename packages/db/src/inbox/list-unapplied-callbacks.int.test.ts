import { afterAll, expect, test } from '@jest/globals';
import { openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { listUnappliedCallbacks } from './list-unapplied-callbacks.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());

test('a discarded dead letter has arrived, and a discarded callback that was not believed has not', async () => {
  const sid = `CA${'1'.repeat(32)}`;
  await db.pool.query(
    `insert into twilio_webhook_inbox (source, event_type, call_sid, dedupe_key, payload, processing_status, retry_count)
    select 'twilio_voice', 'call-status', $1, state || retries, '{}', state, retries
    from (values ('completed', 0), ('failed', 2), ('dead_letter', 6), ('quarantined', 0), ('discarded', 0), ('discarded', 6))
      as r(state, retries)`,
    [sid],
  );
  const found = await listUnappliedCallbacks(db.pool, [sid]);
  expect(found.map(({ dedupeKey }) => dedupeKey).toSorted()).toEqual([
    'dead_letter6',
    'discarded6',
    'failed2',
    'quarantined0',
  ]);
});
