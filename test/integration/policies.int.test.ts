import { accessSql, API_ROLE, databaseRole, LOGINS, ROLES, TABLES, WORKER_ROLE } from '@trunkline/access';
import { openDatabase } from '@trunkline/db/connection';
import { afterAll, expect, test } from '@jest/globals';
import { listColumns } from '../../prisma/list-columns.ts';
import { TABLES_WITHOUT_API } from '../proofs/policy/exceptions.ts';
import { readAccess } from '../proofs/policy/read-access.ts';

const db = openDatabase(process.env['DATABASE_URL']!, 'test');
afterAll(async () => db[Symbol.asyncDispose]());

const APP_ROLES = ROLES.map(databaseRole);
const ALL_ROLES = [...LOGINS, ...APP_ROLES, WORKER_ROLE, 'public'].join(', ');
const query = async (sql: string, values: unknown[] = []) => (await db.pool.query(sql, values)).rows;

class RollBack extends Error {}

test('the database has exactly the policies and privileges that the policy table generates', async () => {
  const found = await readAccess(db.pool);
  let made: string[] = [];
  const remaking = db.transaction(async (tx) => {
    await tx.query(`
      revoke all on all tables in schema public from ${ALL_ROLES};
      revoke all on all sequences in schema public from ${ALL_ROLES};`);
    const columns = await listColumns(tx);
    await tx.query(accessSql(columns));
    made = await readAccess(tx);
    throw new RollBack();
  });
  await expect(remaking).rejects.toThrow(RollBack);
  expect(found.filter((line) => !made.includes(line))).toEqual([]);
  expect(made.filter((line) => !found.includes(line))).toEqual([]);
  expect(found.length).toBeGreaterThan(500);
});

test('every table is in the policy table or among the tables that the API does not use', async () => {
  const tables = [...(await listColumns(db.pool)).keys()];
  expect(tables.toSorted()).toEqual([...Object.keys(TABLES), ...Object.keys(TABLES_WITHOUT_API)].toSorted());
});

test('row-level security is on and forced on every table', async () => {
  const bare = await query(`
    select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not relispartition and relname <> '_prisma_migrations' and not (relrowsecurity and relforcerowsecurity)`);
  expect(bare).toEqual([]);
});

test('only owners have privileges on partitions, which have no policies', async () => {
  await query(`select ensure_inbox_partitions((now() at time zone 'utc')::date, 2)`);
  const partitions = (await query(`select relname from pg_class where relispartition and relkind = 'r'`)) as {
    relname: string;
  }[];
  expect(partitions.length).toBeGreaterThan(2);
  const lines = await readAccess(db.pool);
  for (const { relname } of partitions)
    expect(lines.filter((line) => line.includes(` on ${relname} `) && !line.includes('trunkline_retention'))).toEqual(
      [],
    );
});

test('no role of the API may truncate, reference, add triggers or grant', async () => {
  const lines = await readAccess(db.pool);
  expect(lines.filter((line) => /^(?:truncate|references|trigger|maintain) |with grant option/.test(line))).toEqual([]);
});

test('each table, role and command has one policy, and it is permissive', async () => {
  const rows = (await query(`
    select tablename, cmd, roles::text[] as roles, permissive, count(*)::integer
    from pg_policies where schemaname = 'public' group by 1, 2, 3, 4`)) as {
    roles: string[];
    permissive: string;
    count: number;
  }[];
  expect(
    rows.filter(({ count, roles, permissive }) => count > 1 || roles.length > 1 || permissive !== 'PERMISSIVE'),
  ).toEqual([]);
});

test('policies evaluate the actor once per statement, never per row', async () => {
  const rows = (await query(`
    select policyname, concat(qual, ' ', with_check) as condition from pg_policies
    where schemaname = 'public' and concat(qual, with_check) like '%signed_context%'`)) as {
    policyname: string;
    condition: string;
  }[];
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter(({ condition }) => isPerRow(condition)).map(({ policyname }) => policyname)).toEqual([]);
  expect(isPerRow(`(actor_id = (signed_context())[2])`)).toBe(true);
});

/** True if a call of signed_context is outside of a sub-select of its own. */
const isPerRow = (condition: string): boolean =>
  condition.replaceAll(/\( SELECT \(*(?:COALESCE\(+)?signed_context\(/g, '').includes('signed_context(');

test('views run with the rights of their reader, and none is materialised', async () => {
  const views = await query(`
    select relname from pg_class where relnamespace = 'public'::regnamespace
      and (relkind = 'm' or relkind = 'v' and not coalesce(reloptions @> '{security_invoker=true}', false))`);
  expect(views).toEqual([]);
});

test('functions that run with the rights of their owner have a fixed search path and are not public', async () => {
  const functions = (await query(`
    select proname, proconfig, prorettype = 'trigger'::regtype as is_trigger,
      has_function_privilege('public', oid, 'execute') as is_public
    from pg_proc where pronamespace = 'public'::regnamespace and prosecdef order by 1`)) as {
    proname: string;
    proconfig: string[] | null;
    is_trigger: boolean;
    is_public: boolean;
  }[];
  expect(functions.map(({ proname }) => proname)).toContain('append_audit');
  for (const { proname, proconfig, is_trigger, is_public } of functions) {
    // without pg_catalog in it, which then comes first, where tables are created
    expect([proname, proconfig?.[0]?.replace('pg_catalog, ', '')]).toEqual([proname, 'search_path=public, pg_temp']);
    expect([proname, is_public]).toEqual([proname, is_trigger]); // a trigger function cannot be called
  }
});

test('the roles of the API bypass nothing, own nothing and inherit nothing', async () => {
  const roles = await query(
    `select rolname, rolcanlogin as login, rolinherit as inherit, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as strong,
       exists (select from pg_class where relowner = r.oid) or exists (select from pg_proc where proowner = r.oid) as owner
     from pg_roles r where rolname = any($1) order by rolname`,
    [[API_ROLE, ...APP_ROLES]],
  );
  expect(roles).toEqual([
    ...APP_ROLES.toSorted().map((rolname) => ({ rolname, login: false, inherit: true, strong: false, owner: false })),
    { rolname: API_ROLE, login: true, inherit: false, strong: false, owner: false },
  ]);
  const beyond = await query(
    `select member::regrole::text, roleid::regrole::text from pg_auth_members
     where member = any($1::regrole[]) and not roleid = any($2::regrole[])`,
    [[API_ROLE, ...APP_ROLES], APP_ROLES],
  );
  expect(beyond).toEqual([]);
  const amongThem = await query(`select from pg_auth_members where member = any($1::regrole[])`, [APP_ROLES]);
  expect(amongThem).toEqual([]);
});

test('readers and clients read large tables by index, never by a sequential scan', async () => {
  const { client, reader } = await fillTables();
  for (const table of BIG)
    for (const [role, id] of Object.entries({ reader, client })) {
      const nodes = await planAs(role, id, READS[table] ?? `select id from ${table}`);
      expect([table, role, nodes.filter((node) => /^Seq Scan ./.test(node))]).toEqual([table, role, []]);
    }
});

const BIG = [
  'calls',
  'orders',
  'conversations',
  'contacts',
  'call_recordings',
  'call_commands',
  'siren_alerts',
  'stream_events',
  'profiles',
  'idempotency_keys',
];
const READS: Readonly<Record<string, string>> = {
  idempotency_keys: 'select key from idempotency_keys',
  stream_events: 'select id from stream_events where seq > 5000 and seq <= 6000', // every role reads it by windows
};

/** Twelve thousand calls, each with its own order, of two hundred clients and readers, and rows of every kind for each. */
async function fillTables(): Promise<{ client: string; reader: string }> {
  await db.pool.query(`
    set local session_replication_role = replica; -- triggers would double the time
    insert into profiles (name, role) select role || n, role from generate_series(1, 200) n, unnest('{client,reader}'::text[]) role;
    insert into profiles (name, role, is_active) select 'gone ' || n, 'client', false from generate_series(1, 12000) n;
    insert into orders (client_id, reader_id) select c.id, r.id from generate_series(1, 12000) n
      join profiles c on c.name = 'client' || (1 + n % 200) join profiles r on r.name = 'reader' || (1 + n / 7 % 200);
    insert into contacts (phone_number) select '+1617' || n from generate_series(1000000, 1011999) n;
    insert into conversations (contact_id, external_id) select id, 'of ' || id from contacts;
    insert into calls (call_sid, order_id, conversation_id) select 'CA' || md5('policy' || o.id), o.id, v.id
      from (select id, row_number() over (order by id) as n from orders) o
      join (select id, row_number() over (order by id) as n from conversations) v using (n);
    insert into call_recordings (recording_sid, call_sid, status, announced_at, updated_at) select 'RE' || md5(call_sid), call_sid, 'completed', now(), now() from calls;
    insert into call_commands (call_id, kind, actor_role, state) select id, 'drop', 'monitor', 'confirmed' from calls;
    insert into siren_alerts (call_id, triggered_by, alert_type, reason)
      select c.id, o.reader_id, 'emergency', 'x' from calls c join orders o on o.id = c.order_id;
    insert into stream_events (name, entity, entity_id, call_id, seq) select 'call.updated', 'call', id, id, id from calls;
    insert into idempotency_keys (actor_id, key, request_hash) select id, 'key', 'hash' from profiles;
    analyze;`);
  const one = async (name: string) => (await query('select id from profiles where name = $1', [name]))[0].id as string;
  return { client: await one('client7'), reader: await one('reader7') };
}

type Plan = { 'Node Type': string; 'Relation Name'?: string; Plans?: Plan[] };

/** The nodes of a statement's plan as a role, such as `Index Scan calls`. */
async function planAs(role: string, actorId: string, sql: string): Promise<string[]> {
  return db.transaction(async (tx) => {
    await tx.query('select sign_context($1, $2)', [role, actorId]);
    await tx.query(`set local role app_${role}`);
    const { rows } = await tx.query(`explain (format json) ${sql}`);
    return nodesOf((rows[0]['QUERY PLAN'] as [{ Plan: Plan }])[0].Plan);
  });
}

const nodesOf = (plan: Plan): string[] => [
  [plan['Node Type'], plan['Relation Name'] ?? ''].join(' '),
  ...(plan.Plans ?? []).flatMap(nodesOf),
];
