/**
 * How long a search of the inbox takes, and what its index costs: `npm run bench:search -- 500000`. Durable Postgres. The
 * cost of storing is measured without a search, while the index is filled beside it, and with the index on the inbox itself.
 */
import { openDatabase, withActor, type Database } from '@trunkline/db/connection';
import { indexInbox, searchInbox, storeCallbacks } from '@trunkline/db/inbox';
import { readSearchTerm } from '@trunkline/telephony/inbox';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { callbackToStore, progress } from '../test/support/twilio/callbacks.ts';
import { DURABLE, startDatabase } from '../test/support/db/start-database.ts';
import { fillInbox } from './fill-inbox.ts';

const ROWS = Number(process.argv[2] ?? 500_000);
const BATCH = 64;
const BATCHES = 60;

await using server = await startDatabase('bench', { settings: DURABLE });
await using db = openDatabase(server.url, 'bench', { queryTimeoutMs: 600_000, maxConnections: 4 });

const stored = { alone: [] as number[], indexed: [] as number[], onInbox: [] as number[] };
for (let round = 0; round < 3; round++) {
  stored.alone.push(await timeStoring(db));
  stored.indexed.push(await timeStoring(db, true));
}
const words = [
  'call_sid',
  'recording_sid',
  "payload ->> 'From'",
  "payload ->> 'To'",
  "payload ->> 'AccountSid'",
  'idempotency_token',
];
await db.pool.query(`create index on_inbox on twilio_webhook_inbox using gin (inbox_search_grams(lower(
  ${words.map((word) => `coalesce(${word}, '')`).join(` || ' ' || `)})))`);
for (let round = 0; round < 3; round++) stored.onInbox.push(await timeStoring(db));
await db.pool.query('drop index on_inbox');
say(
  'rows stored per second',
  Object.fromEntries(Object.entries(stored).map(([name, rates]) => [name, rates.map(Math.round)])),
);

await fillInbox(db.pool, 20_000);
await timeIndexing(1000);
await db.pool.query('drop index twilio_webhook_search_grams_idx'); // built at once below, which is faster
for (let rows = 0; rows < ROWS; rows += 100_000) {
  const ids = await fillInbox(db.pool, Math.min(100_000, ROWS - rows));
  await db.pool.query(
    `update twilio_webhook_inbox set processing_status = 'completed', idempotency_token = gen_random_uuid()::text where id = any($1::bigint[])`,
    [ids],
  );
  await timeIndexing(20_000);
}
await db.pool.query(
  'create index twilio_webhook_search_grams_idx on twilio_webhook_search using gin (inbox_search_grams(words))',
);
await db.pool.query(`select skip_search_statistics(inhrelid::regclass) from pg_inherits
  where inhparent = 'twilio_webhook_search'::regclass`);
await db.pool.query('vacuum analyze');
const { rows: sizes } = await db.pool.query(`select
  (select count(*) from twilio_webhook_inbox)::integer as rows,
  (select sum(pg_total_relation_size(inhrelid)) / 1e6 from pg_inherits where inhparent = 'twilio_webhook_inbox'::regclass)::integer as "inboxMb",
  (select sum(pg_relation_size(inhrelid)) / 1e6 from pg_inherits where inhparent = 'twilio_webhook_search'::regclass)::integer as "searchMb",
  (select sum(pg_indexes_size(inhrelid)) / 1e6 from pg_inherits where inhparent = 'twilio_webhook_search'::regclass)::integer as "searchIndexMb"`);
say('size', sizes[0]);

const { rows: samples } = await db.pool.query<{ sid: string; token: string }>(
  `select call_sid as sid, idempotency_token as token from twilio_webhook_inbox where idempotency_token is not null order by id limit 1 offset 1000`,
);
const { sid, token } = samples[0]!;
const terms = {
  'whole SID': sid,
  'middle of a SID': sid.slice(10, 18),
  'end of a SID': sid.slice(-6),
  token,
  'end of a token': token.slice(-8),
  'a number': '+15085550123',
  'end of a number': '5550123',
  'four digits': '0123',
  'our number': '+16175006181',
  'the account': 'AC0123456789abcdef',
  'what is nowhere': 'feedfacefeedface',
  'four digits that are nowhere': '!?!?',
};
for (const [name, term] of Object.entries(terms)) {
  const times: number[] = [];
  let found = 0;
  for (let n = 0; n < 5; n++) {
    const at = performance.now();
    const actor = { id: null, role: 'monitor' } as const;
    found = (await withActor(db, actor, (tx) => searchInbox(tx, readSearchTerm(term)!, {}, 50))).rows.length;
    times.push(Math.round(performance.now() - at));
  }
  say(`search for ${name}`, { found, ms: times });
}

async function timeIndexing(rowsAtOnce: number): Promise<void> {
  const began = performance.now();
  let indexed = 0;
  for (let rows = 1; rows > 0; indexed += rows) rows = await indexInbox(db.pool, rowsAtOnce);
  say('rows indexed per second', Math.round(indexed / ((performance.now() - began) / 1000)));
}

async function timeStoring(to: Database, isFilled = false): Promise<number> {
  const stopping = new AbortController();
  const filling = (async () => {
    if (!isFilled) return;
    while (!stopping.signal.aborted) {
      await indexInbox(to.pool, 1000);
      await sleep(2000, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  const at = performance.now();
  for (let n = 0; n < BATCHES; n++)
    await storeCallbacks(
      to.pool,
      Array.from({ length: BATCH }, () =>
        callbackToStore(progress(`CA${randomUUID().replaceAll('-', '')}`, 'completed', 3), {
          idempotencyToken: randomUUID(),
        }),
      ),
    );
  const rate = (BATCH * BATCHES) / ((performance.now() - at) / 1000);
  stopping.abort();
  await filling;
  return rate;
}

function say(what: string, value: unknown): void {
  console.log(`${what}: ${JSON.stringify(value)}`);
}
