import type { Heartbeat } from '@trunkline/service';
import type { Queryable } from '../connection/open-database.ts';

/** Writes the row of a process: one statement, which changes it in place. */
export async function saveHeartbeat(db: Queryable, heartbeat: Heartbeat): Promise<void> {
  await db.query({ name: 'save-heartbeat', text: SAVE, values: valuesOf(heartbeat) });
}

/** The same; answers which queues are paused, so that a worker learns of it without a statement of its own. */
export async function saveHeartbeatOfWorker(db: Queryable, heartbeat: Heartbeat): Promise<ReadonlySet<string>> {
  const query = { name: 'save-heartbeat-of-worker', text: SAVE_AND_READ_PAUSES, values: valuesOf(heartbeat) };
  const { rows } = await db.query<{ paused: string[] }>(query);
  return new Set(rows[0]!.paused);
}

/** Records that a process has ended as it should. */
export async function endHeartbeat(db: Queryable, id: string): Promise<void> {
  await db.query(END, [id]);
}

const valuesOf = (beat: Heartbeat): unknown[] => [
  beat.id,
  beat.app,
  beat.host,
  beat.pid,
  beat.version,
  beat.commit,
  beat.startedAt,
  beat.state,
  ...[beat.report, beat.failingLoops, beat.dependencies, beat.figures].map(asJson),
];

/** Names of accounts and messages of errors are text of others: Postgres stores no NUL in it. */
const asJson = (value: unknown): string => JSON.stringify(value).replaceAll(String.raw`\u0000`, '');

/** The login of an app may not read these columns, so that the update names no `excluded` one. */
const SAVE = `
insert into processes (id, app, host, pid, version, commit_sha, started_at, health, report, failing_loops, dependencies, figures)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10::jsonb, $11::jsonb, $12::jsonb)
on conflict (id) do update set health = $8, report = $9::jsonb, failing_loops = $10::jsonb, dependencies = $11::jsonb,
  figures = $12::jsonb, heartbeat_at = now(), ended_at = null`;

const SAVE_AND_READ_PAUSES = `${SAVE} returning array(select queue from queue_pauses) as paused`;

const END = `update processes set ended_at = now(), heartbeat_at = now() where id = $1`;
