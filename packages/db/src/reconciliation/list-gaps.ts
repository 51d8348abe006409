import type { GapClass, GapState } from '@trunkline/telephony/reconciliation';
import { toPage, type Page } from '../connection/latest-first.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** A callback that should have arrived and did not. */
type GapRow = {
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
  const values = [after, classes ?? null, callSid ?? null, state ?? null, limit + 1];
  return toPage((await tx.query<GapRow>(SQL, values)).rows, limit);
}

const SQL = `
select id, call_sid as "callSid", missing, sequence, recording_sid as "recordingSid", class,
  case when healed_at is null then 'open' else 'healed' end as state,
  due_at as "dueAt", noticed_at as "noticedAt", noticed_by as "noticedBy", evidence, healed_at as "healedAt",
  healed_by as "healedBy",
  case when healed_at is not null then
    round(greatest(0, extract(epoch from healed_at - coalesce(due_at, noticed_at))), 1)::float8 end as "healSeconds", arrived_at as "arrivedAt"
from callback_gaps
where ($1::bigint is null or id < $1) and ($2::text[] is null or class = any($2)) and ($3::text is null or call_sid = $3)
  and ($4::text is null or (healed_at is null) = ($4 = 'open'))
order by id desc limit $5`;
