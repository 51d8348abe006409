import type { IntentState } from '@trunkline/telephony/dialing';
import type { Queryable } from '../connection/open-database.ts';
import { INTENT_COLUMNS, type CallIntent } from './call-intents.ts';

export type IntentFilter = {
  states?: readonly IntentState[] | undefined;
  candidateId?: number | undefined;
  interviewId?: string | undefined;
};

/** A page of intents, the latest first, after the one with this id. */
export async function listCallIntents(
  db: Queryable,
  { states, candidateId, interviewId }: IntentFilter,
  { after, limit }: { after: string | null; limit: number },
): Promise<CallIntent[]> {
  const values = [after, states ?? null, candidateId ?? null, interviewId ?? null, limit];
  return (await db.query<CallIntent>(SQL, values)).rows;
}

const SQL = `
select ${INTENT_COLUMNS} from call_intents
where ($1::uuid is null or (created_at, id) < (select created_at, id from call_intents where id = $1))
  and ($2::text[] is null or state = any($2)) and ($3::integer is null or candidate_id = $3)
  and ($4::uuid is null or interview_id = $4)
order by created_at desc, id desc limit $5`;
