/**
 * `npm run bench:actors`: transactions of many actors on a pool of four connections; a part of them is rolled back, fails in
 * Postgres or loses its connection. Counts rows that were not the actor's, and measures the time that `withActor` adds to
 * a statement. Exit code 1: an actor saw foreign rows or missed own ones, or a connection showed rows without an actor.
 */
import { ROLES, type Actor, type Role } from '@trunkline/access';
import { openDatabase, withActor, type Database } from '@trunkline/db/connection';
import { randomUUID } from 'node:crypto';
import { seededRandom, type Random } from '../chaos/random.ts';
import { asApiRole } from '../../support/db/as-login.ts';
import { startDatabase } from '../../support/db/start-database.ts';
import { median, round } from '../../../bench/report/figures.ts';
import { readOptions } from '../../../bench/report/options.ts';
import { recordRun } from '../../../bench/report/record.ts';

const options = readOptions('actors', {
  transactions: [100_000, 'transactions'],
  seed: [7, 'decides the actors and how each transaction ends'],
});
const TRANSACTIONS_AT_ONCE = 40;
const CONNECTIONS = 4;
const ORDERS = 200;
const CALLS_PER_ORDER = 5;

class RollBack extends Error {}

const FILL = `
with client as (select id, row_number() over () as n from unnest($1::uuid[]) id),
reader as (select id, row_number() over () as n from unnest($2::uuid[]) id),
made as (
  insert into orders (client_id, reader_id)
  select c.id, r.id from generate_series(1, $3::integer) k
  join client c on c.n = 1 + k % cardinality($1::uuid[]) join reader r on r.n = 1 + (k / 3) % cardinality($2::uuid[])
  returning id, client_id, reader_id
),
whole as (
  insert into calls (call_sid, order_id)
  select 'CA' || md5(made.id || '-' || k), made.id from made, generate_series(2, $4::integer) k returning id, order_id
),
leg as (
  insert into calls (call_sid, order_id, conference_call_id)
  select 'CA' || md5(order_id || '-leg'), order_id, min(id) from whole group by order_id returning id, order_id
)
select calls.id, made.client_id as client, made.reader_id as reader, leg from (
  select id, order_id, false as leg from whole union all select id, order_id, true from leg) calls
join made on made.id = calls.order_id`;

/** The actors, and the ids of the calls that belong to each. */
type World = { actors: Actor[]; callsOf: Map<string, ReadonlySet<string>>; all: ReadonlySet<string> };

await using opened = new AsyncDisposableStack();
const { url } = opened.use(await startDatabase('actors'));
const owner = opened.use(openDatabase(url, 'proof of actors, owner'));
const api = opened.use(openDatabase(asApiRole(url), 'proof of actors', { maxConnections: CONNECTIONS }));
const world = await fill(owner);
const counts = await soak(api, world, options.transactions, seededRandom(options.seed));
const overhead = await measureOverhead(owner, api, world);
recordRun('actors', options, [{ ...counts, ...overhead }]);
console.log(JSON.stringify({ bench: 'actors', ...counts, ...overhead }));
process.exitCode = counts.foreign_rows + counts.missing_rows + counts.outside_rows > 0 ? 1 : 0;

async function fill(db: Database): Promise<World> {
  const actors = ROLES.flatMap((role) =>
    Array.from({ length: role === 'client' || role === 'reader' ? 20 : 2 }, () => ({ id: randomUUID(), role })),
  );
  await db.pool.query(
    `insert into profiles (id, name, role) select id, id::text, role from unnest($1::uuid[], $2::text[]) p(id, role)`,
    [actors.map(({ id }) => id), actors.map(({ role }) => role)],
  );
  const { rows } = await db.pool.query<{ id: string; client: string; reader: string; leg: boolean }>(FILL, [
    idsOf(actors, 'client'),
    idsOf(actors, 'reader'),
    ORDERS,
    CALLS_PER_ORDER,
  ]);
  const callsOf = new Map<string, Set<string>>(actors.map(({ id }) => [id, new Set()]));
  for (const { id, client, reader, leg } of rows) {
    if (!leg) callsOf.get(client)!.add(id);
    callsOf.get(reader)!.add(id);
  }
  const strangers = await db.pool.query<{ id: string }>(
    `insert into calls (call_sid) select 'CA' || md5('stranger' || n) from generate_series(1, 1000) n returning id`,
  );
  return { actors, callsOf, all: new Set([...rows, ...strangers.rows].map(({ id }) => id)) };
}

function idsOf(actors: readonly { id: string; role: Role }[], role: Role): string[] {
  return actors.filter((actor) => actor.role === role).map(({ id }) => id);
}

type Tally = {
  transactions: number;
  rolled_back: number;
  failed: number;
  killed: number;
  rows: number;
  foreign_rows: number;
  missing_rows: number;
  outside_rows: number;
};

/** Each transaction reads all calls, compares them with the actor's own, and ends in one of four ways. */
async function soak(db: Database, { actors, callsOf, all }: World, transactions: number, draw: Random): Promise<Tally> {
  const tally: Tally = {
    transactions: 0,
    rolled_back: 0,
    failed: 0,
    killed: 0,
    rows: 0,
    foreign_rows: 0,
    missing_rows: 0,
    outside_rows: 0,
  };
  const once = async () => {
    const actor = draw.pick(actors);
    const end = draw.between(0, 1);
    const may = actor.role === 'client' || actor.role === 'reader' ? callsOf.get(actor.id!)! : all;
    try {
      await withActor(db, actor, async (tx) => {
        const { rows } = await tx.query<{ id: string }>('select id from calls');
        tally.rows += rows.length;
        const foreign = rows.filter(({ id }) => !may.has(id)).length;
        tally.foreign_rows += foreign;
        tally.missing_rows += may.size - (rows.length - foreign);
        if (end < 0.2) throw new RollBack();
        if (end < 0.25) await tx.query('select 1 / 0');
        if (end < 0.255) await tx.query('select pg_sleep(0.001), pg_terminate_backend(pg_backend_pid())');
      });
    } catch (error) {
      if (error instanceof RollBack) tally.rolled_back += 1;
      else if (/division by zero/.test(String(error))) tally.failed += 1;
      else tally.killed += 1;
    }
    tally.transactions += 1;
    if (draw.between(0, 1) < 0.1) tally.outside_rows += await readOutside(db);
  };
  await Promise.all(
    Array.from({ length: TRANSACTIONS_AT_ONCE }, async () => {
      while (tally.transactions + TRANSACTIONS_AT_ONCE <= transactions) await once();
    }),
  );
  while (tally.transactions < transactions) await once();
  return tally;
}

/** Counts the rows that the login sees without an actor, on a connection that served one before: none. */
async function readOutside(db: Database): Promise<number> {
  return db.pool.query('select id from calls').then(
    ({ rows }) => rows.length,
    () => 0,
  );
}

/** Milliseconds to read one row by its key, bare and as a client, in alternating rounds. */
async function measureOverhead(bare: Database, db: Database, { actors, callsOf }: World) {
  const client = actors.find(({ role }) => role === 'client')!;
  const [id] = callsOf.get(client.id!)!;
  const sql = 'select id, status from calls where id = $1';
  const sides = {
    bare: () => bare.pool.query(sql, [id]),
    as_actor: () => withActor(db, client, (tx) => tx.query(sql, [id])),
  };
  const times = { bare: [] as number[], as_actor: [] as number[] };
  for (let n = 0; n < 40; n++)
    for (const side of ['bare', 'as_actor'] as const) {
      const from = performance.now();
      for (let k = 0; k < 100; k++) await sides[side]();
      times[side].push((performance.now() - from) / 100);
    }
  const [bareMs, actorMs] = [median(times.bare.slice(5)), median(times.as_actor.slice(5))];
  return { bare_ms: round(bareMs, 3), as_actor_ms: round(actorMs, 3), overhead_ms: round(actorMs - bareMs, 3) };
}
