import type { OperationCount } from '@trunkline/telephony/operations';
import type { Scoped } from '../connection/with-actor.ts';
import { selectTargets, type OperationTargets } from './operation-targets.ts';

/** What an operation would change now; `preview` names exactly these rows. */
export type OperationPreview = OperationCount & { preview: string; sample: OperationSample[] };

/** An item as a preview shows it: what the row says, and what it would change. */
export type OperationSample = {
  id: string;
  callSid: string | null;
  /** Kind of the callback, name of the event, name of the missing callback, or direction of the call. */
  what: string;
  /** Its error, or null. */
  error: string | null;
  /** The status in the callback that would be applied, if it has one. */
  callbackStatus: string | null;
  /** The present status of its call, if it is known. */
  callStatus: string | null;
};

const SAMPLES = 5;

/** The token of a set of rows, as SQL over their ids: another set has another token. */
export const PREVIEW_OF = (ids: string, from: string): string =>
  `select count(*) || '-' || left(md5(coalesce(string_agg(${ids}::text, ',' order by ${ids}), '')), 16) as preview from ${from}`;

/** Counts the rows that an operation would change, names them by a token, and shows the first five. */
export async function previewOperation(tx: Scoped, targets: OperationTargets): Promise<OperationPreview> {
  const { table, where, values, group } = await selectTargets(tx, targets);
  const sql = `
    with target as materialized (select id, ${group} from ${table} where ${where})
    select (select count(*) from target)::integer as items, (select count(distinct ${group}) from target)::integer as groups,
      (${PREVIEW_OF('id', 'target')}) as preview`;
  const { rows } = await tx.query<Omit<OperationPreview, 'sample'>>(sql, values);
  const first = (columns: string) => `select ${columns} from ${table} where ${where} order by id limit ${SAMPLES}`;
  const { rows: sample } = await tx.query<OperationSample>(sampleSql(targets.kind, first), values);
  return { ...rows[0]!, sample };
}

function sampleSql(kind: OperationTargets['kind'], first: (columns: string) => string): string {
  if (kind === 'calls.fetch')
    return first(
      `id::text, call_sid as "callSid", direction as what, null as error, null as "callbackStatus", status as "callStatus"`,
    );
  if (kind === 'webhook-deliveries.redrive')
    return `select t.id::text, null as "callSid", t.event as what, t.error, null as "callbackStatus", null as "callStatus" from (${first('*')}) t`;
  const [what, error, said] =
    kind === 'gaps.heal'
      ? ['t.missing', 'null', 'null']
      : ['t.event_type', 't.error', `left(t.payload ->> 'CallStatus', 30)`];
  return `
    select t.id::text, t.call_sid as "callSid", ${what} as what, ${error} as error, ${said} as "callbackStatus", c.status as "callStatus"
    from (${first('*')}) t left join calls c on c.call_sid = t.call_sid order by t.id`;
}
