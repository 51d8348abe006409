import type { CampaignEvent, ContactState } from '@trunkline/telephony/calls';

import { toPage, type Page, type PageAt } from '../connection/latest-first.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** A call of a campaign, as the replaced telephony handler named its states. */
export type CallAttemptRow = {
  id: string;
  callSid: string;
  /** The application's own id, from the URL. */
  callId: string | null;
  campaignId: string | null;
  contactId: string | null;
  campaignEvent: CampaignEvent;
  contactState: ContactState;
  consent: string | null;
  consentAt: Date | null;
  durationSec: number | null;
  errorCode: string | null;
  errorMessage: string | null;
  startedAt: Date | null;
  endedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

export type CallAttemptFilter = {
  campaignId?: string | undefined;
  contactId?: string | undefined;
  callSid?: string | undefined;
  contactStates?: readonly ContactState[] | undefined;
  campaignEvents?: readonly CampaignEvent[] | undefined;
  consents?: readonly string[] | undefined;
};

/** A page of call attempts, the latest first, after the one with this id. SQL: measured by `npm run bench:api`. */
export async function listCallAttempts(
  tx: Scoped,
  { campaignId, contactId, callSid, contactStates, campaignEvents, consents }: CallAttemptFilter,
  { after, limit }: PageAt,
): Promise<Page<CallAttemptRow>> {
  const filters = [campaignId, contactId, callSid, contactStates, campaignEvents, consents].map(
    (value) => value ?? null,
  );
  return toPage((await tx.query<CallAttemptRow>(SQL, [after ?? null, ...filters, limit + 1])).rows, limit);
}

const SQL = `
select id, call_sid as "callSid", external_call_id as "callId", campaign_id as "campaignId", contact_id as "contactId",
  event_type as "campaignEvent", contact_state as "contactState", consent, consent_at as "consentAt",
  duration_sec as "durationSec", error_code as "errorCode", error_message as "errorMessage",
  started_at as "startedAt", ended_at as "endedAt", created_at as "createdAt", updated_at as "updatedAt"
from call_attempts
where ($1::bigint is null or id < $1) and ($2::text is null or campaign_id = $2)
  and ($3::text is null or contact_id = $3) and ($4::text is null or call_sid = $4)
  and ($5::text[] is null or contact_state = any($5)) and ($6::text[] is null or event_type = any($6))
  and ($7::text[] is null or consent = any($7))
order by id desc limit $8`;
