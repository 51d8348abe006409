import { afterAll, beforeEach, expect, test } from '@jest/globals';
import type { Database } from '@trunkline/db/connection';
import { nameContacts } from '@trunkline/db/conversations';
import { emptyTables, openTestDatabase, storeAll } from '../../../test/support/db/inbox.ts';
import { storeAndApply, applyPending } from '../../../test/support/db/store-and-apply.ts';
import { callbackToStore, callSid, progress } from '../../../test/support/twilio/callbacks.ts';
import { applyDemoRetention } from './retention.ts';
import { deleteRows } from '../../../test/support/db/delete-rows.ts';

const db: Database = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(async () => {
  await emptyTables(db);
  await db.pool.query('truncate stream_events');
});

const [DEMO, OTHER] = [`AC${'d'.repeat(32)}`, `AC${'e'.repeat(32)}`];
const keep = (minutes: number) => applyDemoRetention({ db, accountSid: DEMO, minutes })();

const STATUSES = ['initiated', 'ringing', 'in-progress', 'completed'];
/** The callbacks of a whole call, with a person of its own. */
const callOf = (n: number, account: string, statuses = STATUSES) =>
  statuses.map((status, at) =>
    callbackToStore({
      ...progress(callSid(n), status, at),
      AccountSid: account,
      From: '+16175006181',
      To: `+1508514${String(n % 10_000).padStart(4, '0')}`,
    }),
  );

/** As if everything had come so many minutes earlier. */
const age = (minutes: number) =>
  db.pool.query(`
    update calls set updated_at = updated_at - interval '${minutes} minutes';
    update conversations set last_message_at = last_message_at - interval '${minutes} minutes';
    update twilio_webhook_inbox set received_at = received_at - interval '${minutes} minutes'`);

const TABLES = ['calls', 'call_events', 'twilio_webhook_inbox', 'twilio_webhook_dedupe', 'conversations', 'contacts'];
async function counts(): Promise<number[]> {
  const sql = TABLES.map((table) => `(select count(*)::int from ${table})`).join(', ');
  const { rows } = await db.pool.query<number[]>({ text: `select ${sql}`, rowMode: 'array' });
  return rows[0]!;
}

test('a demo forgets calls of its account after minutes, with all that belongs to them', async () => {
  await storeAndApply(db, callOf(1, DEMO));
  await db.pool.query(
    `insert into call_recordings (recording_sid, call_sid, status, custody, announced_at, updated_at)
    values ('RE1', $1, 'completed', 'expired', now(), now())`,
    [callSid(1)],
  );
  await keep(10);
  expect(await counts()).toEqual([1, 4, 4, 4, 1, 1]);
  await age(11);
  await keep(10);
  expect(await counts()).toEqual([0, 0, 0, 0, 0, 0]);
  expect((await db.pool.query('select from call_recordings')).rowCount).toBe(0);
});

test('a contact that has a name outlives its calls, and the next call finds it', async () => {
  await storeAndApply(db, callOf(1, DEMO));
  await nameContacts(db.pool, [{ number: '+15085140001', name: 'Ruth Amsel' }]);
  await age(11);
  await keep(10);
  expect(await counts()).toEqual([0, 0, 0, 0, 0, 1]);
  await storeAndApply(db, callOf(1, DEMO));
  await nameContacts(db.pool, [{ number: '+15085140001', name: 'Another Name' }]);
  expect((await db.pool.query('select display_name from contacts')).rows).toEqual([{ display_name: 'Ruth Amsel' }]);
});

test.each<[string, () => Promise<unknown>]>([
  ['of another account', () => storeAndApply(db, callOf(2, OTHER))],
  ['that has not ended', () => storeAndApply(db, callOf(2, DEMO, STATUSES.slice(0, 3)))],
  [
    'whose recording is stored',
    async () => {
      await storeAndApply(db, callOf(2, DEMO));
      await db.pool.query(
        `insert into call_recordings (recording_sid, call_sid, status, custody, announced_at, updated_at)
        values ('RE2', $1, 'completed', 'stored', now(), now())`,
        [callSid(2)],
      );
    },
  ],
  [
    'of an interview',
    async () => {
      await storeAndApply(db, callOf(2, DEMO));
      await db.pool.query(
        `insert into call_intents (kind, to_number, from_number, voice_url, status_url, state, call_sid)
        values ('call', '+15085140320', '+16175006181', 'http://a', 'http://a', 'submitted', $1)`,
        [callSid(2)],
      );
    },
  ],
  [
    'with a siren',
    async () => {
      await storeAndApply(db, callOf(2, DEMO));
      await db.pool.query(
        `insert into siren_alerts (call_id, alert_type, reason) select id, 'emergency', 'help' from calls`,
      );
    },
  ],
])('a call %s stays, with its facts', async (_, make) => {
  await make();
  await age(60);
  const before = await counts();
  await keep(10);
  expect((await counts()).slice(0, 2)).toEqual(before.slice(0, 2));
  await deleteRows(db.pool, ['siren_alerts', 'call_intents']);
});

test('callbacks that wait or are dead stay, and so do those of other accounts', async () => {
  const ids = await storeAll(db, [...callOf(3, DEMO), ...callOf(4, OTHER)]);
  await db.pool.query(`update twilio_webhook_inbox set processing_status = 'dead_letter' where id = $1`, [ids[0]]);
  await db.pool.query(`update twilio_webhook_inbox set processing_status = 'completed' where id <> all($1)`, [
    ids.slice(0, 2),
  ]);
  await age(60);
  await keep(10);
  const { rows } = await db.pool.query<{ id: string }>('select id::text from twilio_webhook_inbox order by id');
  expect(new Set(rows.map(({ id }) => id))).toEqual(new Set([ids[0], ids[1], ...ids.slice(4)]));
});

test('with the demo’s retention the database stops growing under a steady load', async () => {
  const sizes: number[] = [];
  const ROUNDS = 8;
  const CALLS = 250;
  for (let round = 0; round < ROUNDS; round++) {
    const calls = Array.from({ length: CALLS }, (_unused, n) => callOf(round * CALLS + n, DEMO));
    for (let from = 0; from < CALLS; from += 50) {
      await storeAll(db, calls.slice(from, from + 50).flat());
      await applyPending(db);
    }
    await age(11);
    await keep(10);
    await db.pool.query(
      'vacuum calls, call_events, twilio_webhook_inbox, twilio_webhook_dedupe, conversations, contacts',
    );
    await db.pool.query('vacuum stream_events, twilio_webhook_search');
    const { rows } = await db.pool.query<{ mb: number }>(
      'select (pg_database_size(current_database()) / 1e6)::float8 as mb',
    );
    sizes.push(Math.round(rows[0]!.mb * 10) / 10);
  }
  console.log(`${CALLS} calls per round; MB after each round: ${sizes.join(', ')}`);
  expect(await counts()).toEqual([0, 0, 0, 0, 0, 0]);
  expect(sizes.at(-1)).toBeLessThan(sizes[2]! + 1.5); // without it each round adds some 2 MB
});
