import type { Queryable } from '../connection/open-database.ts';

/** The outcome of a search for a call at Twilio. */
export type Resolution =
  | { state: 'submission_unknown'; lookAt: Date; looks: number }
  | { state: 'submitted'; callSid: string; step: string; looks: number }
  | { state: 'not_placed'; error: string; step: string; looks: number };

/**
 * Records the outcome of a search, unless a callback or Twilio's answer came first, or the call belongs to another intent.
 * SQL: the guards are in the statement.
 */
export async function resolveIntent(db: Queryable, id: string, resolution: Resolution): Promise<boolean> {
  if (resolution.state === 'submission_unknown') {
    const values = [id, resolution.lookAt, resolution.looks];
    return (await db.query({ name: 'look-again', text: LOOK_AGAIN, values })).rowCount === 1;
  }
  const { state, step, looks } = resolution;
  const callSid = state === 'submitted' ? resolution.callSid : null;
  const error = state === 'not_placed' ? resolution.error : null;
  const values = [id, state, callSid, error, JSON.stringify({ step, looks, ...(callSid && { call_sid: callSid }) })];
  return (await db.query({ name: 'resolve-intent', text: RESOLVE, values })).rowCount === 1;
}

const LOOK_AGAIN = `
update call_intents set checks = $3, next_attempt_at = $2, updated_at = now()
where id = $1 and state = 'submission_unknown' and checks < $3`;

const RESOLVE = `
update call_intents set
  state = $2, call_sid = $3::varchar, error = $4, resolved_at = now(), updated_at = now(),
  submitted_at = case when $2 = 'submitted' then now() end, checks = checks + 1,
  evidence = evidence || (jsonb_build_object('at', now()) || $5::jsonb)
where id = $1 and state = 'submission_unknown'
  and ($3::varchar is null or not exists (select from call_intents where call_sid = $3::varchar))`;
