import { lockCalls } from '@trunkline/db/calls';
import { pinnedSession } from '@trunkline/service/postgres-session';
import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { withSession } from '../../../support/db/with-session.ts';
import { settled } from '../../../support/processes/stack.ts';
import type { Fault, Scene } from './fault.ts';

/** Postgres crashes, answers nothing, stores nothing, has no room for a session, or waits for locks of another session. */
export function postgresFaults({ stack, random }: Scene): Fault[] {
  const [pauseMs, longMs] = [random.between(300, 1500), random.between(3000, 8000)];
  /** A session of the superuser, which writes even where others may not. Ends with a rollback. */
  const use = async (work: (client: pg.Client) => Promise<unknown>): Promise<void> =>
    void (await withSession(stack.databaseUrl, work, { default_transaction_read_only: 'off' }));
  return [
    { name: 'crash postgres', targets: ['postgres'], strike: () => stack.crashPostgres(pauseMs) },
    { name: 'freeze postgres', targets: ['postgres'], strike: () => stack.freezePostgres(longMs) },
    {
      name: 'set postgres read-only',
      targets: ['postgres'],
      async strike() {
        await use((client) => setReadOnly(client, true));
        await delay(longMs);
        await settled(() => use((client) => setReadOnly(client, false)), 60_000); // all sessions may be taken
      },
    },
    {
      name: 'hold locks',
      targets: ['sessions'],
      strike: () =>
        use(async (client) => {
          await holdLocks(client);
          await delay(longMs);
        }),
    },
    { name: 'take all sessions', targets: ['sessions'], strike: () => takeSessions(stack.databaseUrl, longMs) },
  ];
}

/** Running sessions follow, too. */
async function setReadOnly(client: pg.Client, isReadOnly: boolean): Promise<void> {
  await client.query(
    `alter system ${isReadOnly ? 'set default_transaction_read_only = on' : 'reset default_transaction_read_only'}`,
  );
  await client.query('select pg_reload_conf()');
}

/** Locks the latest calls, by row and by Call SID, and the oldest callbacks that wait. */
async function holdLocks(client: pg.Client): Promise<void> {
  await client.query('begin');
  const { rows } = await client.query<{ call_sid: string }>(
    'select call_sid from calls order by id desc limit 5 for update skip locked',
  );
  await lockCalls(
    client,
    rows.slice(0, 2).map(({ call_sid }) => call_sid),
  );
  await client.query(
    `select id from twilio_webhook_inbox where processing_status = 'pending' order by id limit 5 for update skip locked`,
  );
}

/** Opens sessions until no more can be opened. */
async function takeSessions(url: string, lastsMs: number): Promise<void> {
  await using taken = new AsyncDisposableStack();
  const end = performance.now() + lastsMs;
  for (;;) {
    const client = new pg.Client(pinnedSession(url));
    client.on('error', () => {});
    const isOpen = await client.connect().then(
      () => true,
      () => false,
    );
    if (!isOpen) break;
    taken.defer(() => client.end().catch(() => {}));
  }
  await delay(Math.max(0, end - performance.now()));
}
