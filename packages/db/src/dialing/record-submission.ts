import type { Queryable } from '../connection/open-database.ts';

// SQL: the guard in each statement decides between this process, a callback and a later submission.

/** The outcome of one submission. `queued`: Twilio did not process it, and is asked again at `retryAt`. */
export type SubmissionOutcome =
  | { state: 'submitted'; callSid: string }
  | { state: 'queued'; retryAt: Date; error: string }
  | { state: 'refused'; errorCode: string | null; error: string; moreInfo: string | null }
  | { state: 'submission_unknown'; lookAt: Date; error: string };

/**
 * Records the outcome of a submission, by its name; returns false where a callback came first, or a later submission
 * replaced it. An answer of Twilio counts even after the search for the call has ended.
 */
export async function recordSubmission(
  db: Queryable,
  id: string,
  submission: string,
  outcome: SubmissionOutcome,
): Promise<boolean> {
  const { state, error, errorCode, moreInfo, callSid } = { ...NOTHING, ...outcome };
  const nextAt = 'retryAt' in outcome ? outcome.retryAt : 'lookAt' in outcome ? outcome.lookAt : null;
  const step = state === 'queued' ? null : { step: state.replace('_', '-'), ...known({ callSid, error, moreInfo }) };
  const values = [id, submission, state, callSid, errorCode, error, nextAt, step && JSON.stringify(step)];
  const { rowCount } = await db.query({ name: 'record-submission', text: RECORD, values });
  return rowCount === 1;
}

const NOTHING = { error: null, errorCode: null, moreInfo: null, callSid: null };

const known = ({ callSid, error, moreInfo }: Record<'callSid' | 'error' | 'moreInfo', string | null>) =>
  Object.fromEntries(
    Object.entries({ call_sid: callSid, error, more_info: moreInfo }).filter(([, value]) => value !== null),
  );

const RECORD = `
update call_intents set
  state = $3, call_sid = $4::varchar, error_code = $5, error = $6, next_attempt_at = coalesce($7::timestamptz, next_attempt_at),
  submitted_at = case when $3 = 'submitted' then now() end, checks = case when $3 = 'queued' then checks else 0 end,
  resolved_at = case when $3 in ('submitted', 'refused') then now() end,
  evidence = evidence || coalesce(jsonb_build_object('at', now()) || $8::jsonb, '[]'), updated_at = now()
where id = $1 and submitting_at = $2::timestamptz and call_sid is null
  and (state = 'submitting' or (state in ('submission_unknown', 'not_placed') and $3 <> 'submission_unknown'))`;

/**
 * Marks a submission whose process recorded no outcome in time as unknown: its call is looked for at Twilio. Returns
 * false where an outcome was recorded after all.
 */
export async function markSubmissionUnknown(db: Queryable, id: string): Promise<boolean> {
  return (await db.query({ name: 'mark-submission-unknown', text: MARK_UNKNOWN, values: [id] })).rowCount === 1;
}

const MARK_UNKNOWN = `
update call_intents set
  state = 'submission_unknown', checks = 0, next_attempt_at = now(), updated_at = now(),
  error = 'The process that asked Twilio recorded no outcome.',
  evidence = evidence || jsonb_build_object('at', now(), 'step', 'submission-unknown', 'error', 'the process that asked was gone')
where id = $1 and state = 'submitting' and submitting_at < now() - interval '20 seconds'`;

/** Postpones a queued intent, and records why. */
export async function deferIntent(db: Queryable, id: string, until: Date, reason: string): Promise<void> {
  const sql = `
    update call_intents set next_attempt_at = $2, error = $3, updated_at = now() where id = $1 and state = 'queued'`;
  await db.query({ name: 'defer-intent', text: sql, values: [id, until, reason] });
}
