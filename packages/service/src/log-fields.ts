import { describeError } from './describe-error.ts';
import { scrub } from './scrub.ts';

/** The fields that a log line may have: names, ids, states and counts of ours or Twilio's, without personal data. */
const KNOWN = new Set(
  `service pid event msg level time
  req_id request_id actor_id role route entity result dur_ms
  inbox_id ids call_sid call_id recording_sid intent_id interview_id response_id
  delivery_id endpoint_id command_id siren_id operation_id event_type webhook_event error_code sqlstate
  kind state step tier work loop run id decision recommendation resumes custody next_try_at paused_until
  attempt attempts tries rows replayed created dropped deleted stuck_ms ms count suppressed
  calls recordings synced skipped total requests gaps days hour lines head faults
  cause seconds runbook failures spooled refused lost free_mb
  rule setting cap used most actor campaign campaign_id list sid fault`.split(/\s+/),
);
/** Fields with sentences, ours or of other programs: what looks like a phone number or a secret is removed. */
const SENTENCES = new Set(['error', 'reason', 'path']);
/** Fields for a SID that a request or an answer names: other text in them may be a name or a phone number, and is not shown. */
const SIDS = new Set(['call_sid', 'recording_sid', 'sid']);
const SID = /^[A-Z]{2}[0-9a-f]{32}$/i;
const ID = /^[\w.:-]{1,100}$/;

/** The fields that may be logged. An unknown field is left out, whatever its value. */
export function logFields(fields: object): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'err') shown['err'] = describeError(value);
    else if (SENTENCES.has(name)) shown[name] = typeof value === 'string' ? scrub(value) : valueOf(value);
    else if (SIDS.has(name))
      shown[name] = typeof value === 'string' && !SID.test(value) ? '[not a SID]' : valueOf(value);
    else if (KNOWN.has(name)) shown[name] = valueOf(value);
  }
  return shown;
}

/** Ids and lists of ids unchanged; an object only as `[object]`. */
function valueOf(value: unknown): unknown {
  if (typeof value === 'string') return ID.test(value) ? value : scrub(value);
  if (Array.isArray(value))
    return value.slice(0, 100).map((item) => (typeof item === 'object' ? '[object]' : valueOf(item)));
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' && value !== null ? '[object]' : value;
}
