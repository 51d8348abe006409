import { describeError } from './describe-error.ts';
import { scrub } from './scrub.ts';

/** Names, ids, states and counts that a log line may have. They are ours or Twilio's, and say nothing of a person. */
const KNOWN = new Set(
  `service pid event msg level time
  req_id request_id actor_id role route entity result dur_ms
  inbox_id call_sid callSid call_id recording_sid intent_id interview_id interviewId response_id
  delivery_id endpoint_id command_id siren_id event_type webhook_event error_code sqlstate
  kind state step tier work loop run id decision recommendation resumes custody next_try_at paused_until
  attempt attempts tries rows replayed created dropped deleted stuck_ms ms count
  calls recordings synced skipped total requests gaps days`.split(/\s+/),
);
/** Sentences, ours or of somebody else: what looks like a number or a secret is taken out. */
const SENTENCES = new Set(['error', 'reason', 'path']);
const ID = /^[\w.:-]{1,100}$/;

/** What of these fields may be written. A field that is not known is left out, whatever it holds. */
export function logFields(fields: object): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'err') shown['err'] = describeError(value);
    else if (SENTENCES.has(name)) shown[name] = typeof value === 'string' ? scrub(value) : valueOf(value);
    else if (KNOWN.has(name)) shown[name] = valueOf(value);
  }
  return shown;
}

/** Ids as they are, and lists of them; of anything else no more than that it was there. */
function valueOf(value: unknown): unknown {
  if (typeof value === 'string') return ID.test(value) ? value : scrub(value);
  if (Array.isArray(value))
    return value.slice(0, 100).map((item) => (typeof item === 'object' ? '[object]' : valueOf(item)));
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' && value !== null ? '[object]' : value;
}
