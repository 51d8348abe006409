import type { AuditAnchor, KeptAnchor, KnownHead } from '@trunkline/telephony/audit';
import type { Queryable, Transaction } from '../connection/open-database.ts';
import { notifyStream } from '../stream/notify-stream.ts';

/** The anchors of the table in order: the latest ones, or all. */
export async function listKeptAnchors(db: Queryable, latest?: number): Promise<KeptAnchor[]> {
  const { rows } = await db.query<KeptAnchor>(
    `select hour, lines::float8 as lines, head, stored_at is not null as "isStored" from audit_anchors
    order by hour desc limit $1`,
    [latest ?? null],
  );
  return rows.toReversed();
}

/** Records a verified head as the anchor of this hour, with a stream event; undefined where the hour has one. */
export async function anchorAudit(tx: Transaction, { id, hash }: KnownHead): Promise<AuditAnchor | undefined> {
  const { rows } = await tx.query<AuditAnchor>(
    `insert into audit_anchors (hour, lines, head)
    values (to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24'), $1, $2)
    on conflict (hour) do nothing returning hour, lines::float8 as lines, head`,
    [id, hash],
  );
  const anchor = rows[0];
  if (anchor) await notifyStream(tx, { name: 'audit.anchored', entity: 'anchor', entityId: anchor.hour, callId: null });
  return anchor;
}

/** Anchors whose copy the object store does not have yet, in order. */
export async function listUnstoredAnchors(db: Queryable): Promise<AuditAnchor[]> {
  const { rows } = await db.query<AuditAnchor>(
    `select hour, lines::float8 as lines, head from audit_anchors where stored_at is null order by hour limit 1000`,
  );
  return rows;
}

/** Records that the object store has the anchor of this hour. */
export async function markAnchorStored(db: Queryable, hour: string): Promise<void> {
  await db.query('update audit_anchors set stored_at = clock_timestamp() where hour = $1 and stored_at is null', [
    hour,
  ]);
}

/** The first line that is older than two hours and that no anchor covers: worker-recording adds an anchor each hour. */
export async function findUnanchoredLine(db: Queryable): Promise<number | undefined> {
  const { rows } = await db.query<{ id: number }>(
    `select id::float8 as id from audit_events where id > coalesce((select max(lines) from audit_anchors), 0)
    and at < clock_timestamp() - interval '2 hours' order by id limit 1`,
  );
  return rows[0]?.id;
}
