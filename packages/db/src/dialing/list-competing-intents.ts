import { DISBELIEVED_INBOX_STATES } from '@trunkline/telephony/inbox';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';
import type { CallIntent } from './call-intents.ts';

/** For calls to one number: which intents they belong to, and which other intents look for their call. */
export type CompetingIntents = {
  /** Intents by Call SID: named by a callback of the call, or linked to it already. */
  ownersOf: ReadonlyMap<string, readonly string[]>;
  /** Intents to the same number whose submission is unknown, in the order of submission; includes this one. */
  seekers: readonly { intentId: string; submittedAt: Date }[];
};

/** Lists the intents that compete for these calls, also from callbacks that are not applied yet. SQL: a union with JSON. */
export async function listCompetingIntents(
  db: Queryable,
  intent: CallIntent,
  callSids: readonly string[],
): Promise<CompetingIntents> {
  const owners = await db.query<{ callSid: string; owners: string[] }>(OWNERS, [callSids]);
  const seekers = await db.query<CompetingIntents['seekers'][number]>(SEEKERS, [intent.toNumber, intent.fromNumber]);
  return {
    ownersOf: new Map(owners.rows.map((row) => [row.callSid, row.owners])),
    seekers: seekers.rows,
  };
}

const OWNERS = `
select call_sid as "callSid", array_agg(distinct owner) as owners from (
  select call_sid, id::text as owner from call_intents where call_sid = any($1::varchar[])
  union all
  select call_sid, query ->> 'intent_id' from twilio_webhook_inbox
  where call_sid = any($1::varchar[]) and query ->> 'intent_id' is not null and processing_status not in ${inList(DISBELIEVED_INBOX_STATES)}
) claims group by call_sid`;

const SEEKERS = `
select id as "intentId", submitting_at as "submittedAt" from call_intents
where to_number = $1 and from_number = $2 and state in ('submitting', 'submission_unknown')
order by submitting_at, id`;
