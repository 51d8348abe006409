import type { GapClass, GapState } from '@trunkline/telephony/reconciliation';
import { openConditions } from '../connection/conditions.ts';
import { toPage, type Page } from '../connection/latest-first.ts';
import type { Scoped } from '../connection/with-actor.ts';
import { isOpenGap } from './is-open-gap.ts';

/** A callback that should have arrived and did not. */
export type GapRow = {
  id: string;
  callSid: string;
  missing: string;
  sequence: number | null;
  recordingSid: string | null;
  class: GapClass;
  state: GapState;
  /** When Twilio should have sent it, as far as that is known. */
  dueAt: Date | null;
  noticedAt: Date;
  noticedBy: string;
  evidence: unknown;
  healedAt: Date | null;
  healedBy: string | null;
  /** Seconds from when it was due (or noticed, if that is unknown) until it was healed. */
  healSeconds: number | null;
  /** When the callback arrived after all. */
  arrivedAt: Date | null;
  /** When a person ignored it, who (as the audit names the actor, and by name), and why. */
  ignoredAt: Date | null;
  ignoredBy: string | null;
  ignoredByName: string | null;
  ignoreReason: string | null;
  /** When a person had Twilio asked about it, when that was done, and why it did not succeed. */
  healRequestedAt: Date | null;
  healAskedAt: Date | null;
  healError: string | null;
};

type GapFilter = {
  classes?: readonly string[] | undefined;
  callSid?: string | undefined;
  state?: GapState | undefined;
};

/** A page of gaps, the latest first, after the one with id `after`. */
export async function listGaps(
  tx: Scoped,
  { classes, callSid, state }: GapFilter,
  { after, limit }: { after: string | null; limit: number },
): Promise<Page<GapRow>> {
  const { values, conditions, add, addOneOf } = openConditions();
  add(after ?? undefined, (parameter) => `g.id < ${parameter}::bigint`);
  addOneOf('g.class', classes);
  add(callSid, (parameter) => `g.call_sid = ${parameter}`);
  if (state) conditions.push(IN_STATE[state]);
  const where = conditions.join(' and ') || 'true';
  const sql = `select ${COLUMNS} where ${where} order by g.id desc limit ${limit + 1}`;
  return toPage((await tx.query<GapRow>(sql, values)).rows, limit);
}

export async function findGap(tx: Scoped, id: string): Promise<GapRow | undefined> {
  return (await tx.query<GapRow>(`select ${COLUMNS} where g.id = $1`, [id])).rows[0];
}

/** The gaps in a state, in the words of their partial indexes. */
export const IN_STATE: Readonly<Record<GapState, string>> = {
  open: isOpenGap('g'),
  ignored: 'g.healed_at is null and g.ignored_at is not null',
  healed: 'g.healed_at is not null',
};

const COLUMNS = `
id, call_sid as "callSid", missing, sequence, recording_sid as "recordingSid", class,
  case when healed_at is not null then 'healed' when ignored_at is not null then 'ignored' else 'open' end as state,
  due_at as "dueAt", noticed_at as "noticedAt", noticed_by as "noticedBy", evidence, healed_at as "healedAt",
  healed_by as "healedBy",
  case when healed_at is not null then
    round(greatest(0, extract(epoch from healed_at - coalesce(due_at, noticed_at))), 1)::float8 end as "healSeconds", arrived_at as "arrivedAt",
  ignored_at as "ignoredAt", ignored_by as "ignoredBy", (
    select p.name from profiles p where p.id::text = g.ignored_by) as "ignoredByName", ignore_reason as "ignoreReason",
  heal_requested_at as "healRequestedAt", heal_asked_at as "healAskedAt", heal_error as "healError"
from callback_gaps g`;
