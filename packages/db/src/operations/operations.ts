import {
  MOST_ITEMS,
  OPEN_OPERATION_STATES,
  type FilterWords,
  type OperationKind,
  type OperationState,
} from '@trunkline/telephony/operations';
import { inList } from '../connection/in-list.ts';
import { followsId, toPage, type Page, type PageAt } from '../connection/latest-first.ts';
import { given } from '../connection/prisma-client.ts';
import type { Scoped } from '../connection/with-actor.ts';
import type { Prisma } from '../generated/client.ts';
import { notifyStream } from '../stream/notify-stream.ts';
import { selectTargets, type OperationTargets } from './operation-targets.ts';
import { PREVIEW_OF } from './preview-operation.ts';

/** One change to many rows. */
export type Operation = {
  id: string;
  kind: OperationKind;
  /** As it was given. */
  filter: FilterWords;
  summary: string;
  reason: string;
  state: OperationState;
  /** Items per second. */
  rate: number;
  /** How many must succeed before the rest begins; 0 for none. */
  canary: number;
  total: number;
  /** Begun, with the result to come. */
  begun: number;
  ok: number;
  failed: number;
  /** In another state when their turn came. */
  skipped: number;
  /** Not begun. */
  left: number;
  errors: { id: string; error: string }[];
  /** As the audit names the actor. */
  requestedBy: string;
  createdAt: Date;
  endedAt: Date | null;
  endedBecause: string | null;
};

export type OperationToCreate = Pick<Operation, 'filter' | 'summary' | 'reason' | 'rate' | 'canary' | 'requestedBy'> & {
  targets: OperationTargets;
};

/** What came of creating: rows other than the preview's, or too many, create nothing if the transaction rolls back. */
export type CreatedOperation = { operation: Operation; preview: string };

/** Creates an operation and fixes its items, at most one more than the bound, by one statement. */
export async function createOperation(tx: Scoped, created: OperationToCreate): Promise<CreatedOperation> {
  const { targets, filter, summary, reason, rate, canary, requestedBy } = created;
  const { table, where, values } = await selectTargets(tx, targets);
  const n = values.length;
  const parameters = Array.from({ length: 7 }, (_, at) => `$${n + at + 1}`).join(', ');
  const sql = `
    with target as materialized (select id from ${table} where ${where} order by id limit ${MOST_ITEMS + 1}),
    operation as (
      insert into operations (kind, filter, summary, reason, rate, canary, requested_by, total)
      values (${parameters}, least(${MOST_ITEMS}, (select count(*) from target))) returning id
    ),
    items as (
      insert into operation_items (operation_id, target_id) select o.id, t.id from operation o cross join target t
    )
    select id::text, (${PREVIEW_OF('id', 'target')}) as preview from operation`;
  const kept = [targets.kind, JSON.stringify(filter), summary, reason, rate, canary, requestedBy];
  const { rows } = await tx.query<{ id: string; preview: string }>(sql, [...values, ...kept]);
  const { id, preview } = rows[0]!;
  await emitProgress(tx, id);
  return { operation: (await findOperation(tx, id))!, preview };
}

export async function findOperation(tx: Scoped, id: string): Promise<Operation | undefined> {
  const found = await tx.prisma(({ operation }) => operation.findUnique({ where: { id: BigInt(id) }, omit: OMITTED }));
  return found ? toOperation(found) : undefined;
}

export type OperationFilter = { kind?: OperationKind | undefined; state?: OperationState | undefined };

/** A page of operations, the latest first, after the one with this id. */
export async function listOperations(
  tx: Scoped,
  filter: OperationFilter,
  { after, limit }: PageAt,
): Promise<Page<Operation>> {
  const where = { ...given(filter), ...followsId(after) };
  const rows = await tx.prisma(({ operation }) =>
    operation.findMany({ where, orderBy: { id: 'desc' }, take: limit + 1, omit: OMITTED }),
  );
  return toPage(rows.map(toOperation), limit);
}

/** A person's change of an operation. */
export type OperationChange = 'pause' | 'resume' | 'cancel';

/** Changes an operation's state; undefined where its state does not allow it. A resumed one does not catch up. */
export async function changeOperation(tx: Scoped, id: string, change: OperationChange): Promise<Operation | undefined> {
  const { rowCount } = await tx.query(CHANGES[change], [id]);
  if (rowCount !== 1) return undefined;
  await emitProgress(tx, id);
  return findOperation(tx, id);
}

const CHANGES: Readonly<Record<OperationChange, string>> = {
  pause: `update operations set state = 'paused' where id = $1 and state = 'running'`,
  resume: `update operations set state = 'running', paced_at = now() where id = $1 and state = 'paused'`,
  cancel: `update operations set state = 'canceled', ended_at = now(), ended_because = 'canceled by a person'
    where id = $1 and state in ${inList(OPEN_OPERATION_STATES)}`,
};

const emitProgress = (tx: Scoped, entityId: string): Promise<void> =>
  notifyStream(tx, { name: 'operation.progress', entity: 'operation', entityId, callId: null });

/** Columns of the worker alone. */
const OMITTED = { tickedAt: true, pacedAt: true } as const satisfies Prisma.OperationOmit;
type Row = Omit<Prisma.OperationModel, keyof typeof OMITTED>;

function toOperation({ id, ...row }: Row): Operation {
  const { total, begun, ok, failed, skipped } = row;
  return {
    ...row,
    id: String(id),
    kind: row.kind as OperationKind,
    state: row.state as OperationState,
    filter: row.filter as FilterWords,
    errors: row.errors as Operation['errors'],
    left: total - begun - ok - failed - skipped,
  };
}
