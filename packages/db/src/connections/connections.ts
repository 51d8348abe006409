import type { Change, ConnectionAction, ConnectionKind, MadeConnection } from '@trunkline/telephony/connections';
import { toPage, type Page, type PageAt } from '../connection/latest-first.ts';
import type { Queryable } from '../connection/open-database.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** What came of a request: `changes` is null where `error` says why nothing was found or done. */
export type ConnectionResult = {
  kind: ConnectionKind | null;
  sid: string | null;
  name: string | null;
  changes: Change[] | null;
  /** Parameters that another hand has changed since, and that were left as they are. */
  kept: string[] | null;
  error: string | null;
};

/** A requested change of what a number, an application or a SIP domain is configured to do. */
export type Connection = ConnectionResult & {
  id: string;
  action: ConnectionAction;
  /** As a person named it. */
  target: string;
  voicePath: string;
  isDryRun: boolean;
  requestedBy: string;
  createdAt: Date;
  settledAt: Date | null;
};

export type ConnectionRequest = Pick<Connection, 'action' | 'target' | 'voicePath' | 'isDryRun' | 'requestedBy'>;

const COLUMNS = `id::text, action, target, voice_path as "voicePath", is_dry_run as "isDryRun", requested_by as "requestedBy",
  created_at as "createdAt", settled_at as "settledAt", kind, sid, name, changes, kept, error`;

export async function requestConnection(tx: Scoped, request: ConnectionRequest): Promise<Connection> {
  const { action, target, voicePath, isDryRun, requestedBy } = request;
  const sql = `
    insert into twilio_connections (action, target, voice_path, is_dry_run, requested_by) values ($1, $2, $3, $4, $5)
    returning ${COLUMNS}`;
  return (await tx.query<Connection>(sql, [action, target, voicePath, isDryRun, requestedBy])).rows[0]!;
}

export async function findConnection(tx: Scoped, id: string): Promise<Connection | undefined> {
  return (await tx.query<Connection>(`select ${COLUMNS} from twilio_connections where id = $1`, [id])).rows[0];
}

/** A page of requests, the latest first. */
export async function listConnections(tx: Scoped, { after, limit }: PageAt): Promise<Page<Connection>> {
  const sql = `
    select ${COLUMNS} from twilio_connections where $1::bigint is null or id < $1 order by twilio_connections.id desc limit $2`;
  return toPage((await tx.query<Connection>(sql, [after ?? null, limit + 1])).rows, limit);
}

/** `changes` is null until they are planned. */
export type ClaimedConnection = Omit<Connection, 'requestedBy' | 'createdAt' | 'settledAt'>;

/** Claims the next request for a minute; undefined where none waits. */
export async function claimConnection(db: Queryable): Promise<ClaimedConnection | undefined> {
  const sql = `
    update twilio_connections set claimed_at = now() where id = (
      select id from twilio_connections
      where settled_at is null and (claimed_at is null or claimed_at < now() - interval '1 minute')
      order by id limit 1 for update skip locked)
    returning id::text, action, target, voice_path as "voicePath", is_dry_run as "isDryRun", kind, sid, name, changes, kept, error`;
  return (await db.query<ClaimedConnection>(sql)).rows[0];
}

/** What was changed at a target, in the order in which it was done. A connect that failed may have been carried out. */
export async function listConnectionHistory(db: Queryable, sid: string): Promise<MadeConnection[]> {
  const sql = `
    select action, changes from twilio_connections
    where sid = $1 and not is_dry_run and settled_at is not null and changes is not null and (error is null or action = 'connect')
    order by id`;
  return (await db.query<MadeConnection>(sql, [sid])).rows;
}

/** Keeps what will be changed, before Twilio is asked to. */
export async function planConnectionChanges(db: Queryable, id: string, result: ConnectionResult): Promise<void> {
  await save(db, id, result, false);
}

export async function settleConnection(db: Queryable, id: string, result: ConnectionResult): Promise<void> {
  await save(db, id, result, true);
}

async function save(db: Queryable, id: string, result: ConnectionResult, isSettled: boolean): Promise<void> {
  const { kind, sid, name, changes, kept, error } = result;
  const sql = `
    update twilio_connections set kind = $2, sid = $3, name = $4, changes = $5, kept = $6, error = left($7, 500),
      settled_at = case when $8 then now() end
    where id = $1`;
  const values = [id, kind, sid, name, changes && JSON.stringify(changes), kept, error, isSettled];
  await db.query({ name: 'save-connection', text: sql, values });
}
