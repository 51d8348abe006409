import { STATUS_WORDS, type CallState } from '@trunkline/telephony/calls';
import type { CallConsent } from '@trunkline/telephony/consent';
import type { Queryable } from '../connection/open-database.ts';

type CalledByCampaign = CallState & { consented: CallConsent | null };

/**
 * Writes one call attempt per call of a campaign, in the states of the replaced telephony handler. A call that is answered
 * for the first time emits `dialogue.start`. The calls must be locked, and saved. SQL: one upsert of a whole batch.
 */
export async function saveCallAttempts(db: Queryable, calls: readonly CalledByCampaign[]): Promise<void> {
  const attempts = calls
    .filter((call) => call.campaignId ?? call.externalCallId ?? call.campaignContactId)
    .map(toAttempt);
  if (attempts.length === 0) return;
  await db.query({ name: 'save-call-attempts', text: SQL, values: [JSON.stringify(attempts)] });
}

const toAttempt = (call: CalledByCampaign) => ({
  call_sid: call.callSid,
  external_call_id: call.externalCallId,
  campaign_id: call.campaignId,
  contact_id: call.campaignContactId,
  event_type: STATUS_WORDS[call.status].campaignEvent,
  contact_state: STATUS_WORDS[call.status].contact,
  duration_sec: call.durationSec,
  error_code: call.errorCode,
  error_message: call.errorMessage,
  started_at: call.startTime,
  ended_at: call.endTime,
  consent: call.consented?.consent ?? null,
  consent_at: call.consented?.at ?? null,
});

const FIELDS =
  'call_sid, external_call_id, campaign_id, contact_id, event_type, contact_state, duration_sec, error_code, error_message, started_at, ended_at, consent, consent_at';

const SQL = `
with attempt as materialized (
  select * from json_to_recordset($1::json) as a(
    call_sid varchar, external_call_id text, campaign_id text, contact_id text, event_type text, contact_state text,
    duration_sec integer, error_code text, error_message text, started_at timestamptz, ended_at timestamptz,
    consent text, consent_at timestamptz)
),
campaign as (
  insert into campaigns (id) select distinct campaign_id from attempt where campaign_id is not null order by 1
  on conflict (id) do nothing
),
before as materialized (
  select b.call_sid, b.event_type from call_attempts b join attempt a using (call_sid)
),
saved as (
  insert into call_attempts (${FIELDS}) select ${FIELDS} from attempt order by call_sid
  on conflict (call_sid) do update set
    ${FIELDS.split(', ')
      .slice(1)
      .map((field) => `${field} = excluded.${field}`)
      .join(', ')}
  returning id, call_sid, event_type
)
insert into stream_events (name, entity, entity_id, call_id)
select 'dialogue.start', 'attempt', s.id, c.id
from saved s join calls c using (call_sid) left join before b using (call_sid)
where s.event_type = 'call.answered' and b.event_type is distinct from 'call.answered'`;
