import type { Queryable } from '../connection/open-database.ts';

/** What became of one submission. `queued`: Twilio did not process it, and is asked again at `retryAt`. */
export type SubmissionOutcome =
  | { state: 'submitted'; callSid: string }
  | { state: 'queued'; retryAt: Date; error: string }
  | { state: 'refused'; errorCode: string | null; error: string; moreInfo: string | null }
  | { state: 'submission_unknown'; lookAt: Date; error: string };

/**
 * Records what became of a submission, by its name; returns false where a callback told before, or a later submission
 * took its place. An answer that comes after everybody gave up still counts. Not Prisma: the guard is in the statement.
 */
export async function recordSubmission(
  db: Queryable,
  id: string,
  submission: string,
  outcome: SubmissionOutcome,
): Promise<boolean> {
  const { state, error, errorCode, moreInfo, callSid } = { ...NOTHING, ...outcome };
  const nextAt = 'retryAt' in outcome ? outcome.retryAt : 'lookAt' in outcome ? outcome.lookAt : null;
  const step = state === 'queued' ? null : { step: state.replace('_', '-'), ...told({ callSid, error, moreInfo }) };
  const values = [id, submission, state, callSid, errorCode, error, nextAt, step && JSON.stringify(step)];
  const { rowCount } = await db.query({ name: 'record-submission', text: SQL, values });
  return rowCount === 1;
}

const NOTHING = { error: null, errorCode: null, moreInfo: null, callSid: null };

const told = ({ callSid, error, moreInfo }: Record<'callSid' | 'error' | 'moreInfo', string | null>) =>
  Object.fromEntries(
    Object.entries({ call_sid: callSid, error, more_info: moreInfo }).filter(([, value]) => value !== null),
  );

const SQL = `
update call_intents set
  state = $3, call_sid = $4::varchar, error_code = $5, error = $6, next_attempt_at = coalesce($7::timestamptz, next_attempt_at),
  submitted_at = case when $3 = 'submitted' then now() end, checks = case when $3 = 'queued' then checks else 0 end,
  resolved_at = case when $3 in ('submitted', 'refused') then now() end,
  evidence = evidence || coalesce(jsonb_build_object('at', now()) || $8::jsonb, '[]'), updated_at = now()
where id = $1 and submitting_at = $2::timestamptz and call_sid is null
  and (state = 'submitting' or (state in ('submission_unknown', 'not_placed') and $3 <> 'submission_unknown'))`;
