import type { Queryable } from '../connection/open-database.ts';
import { NOTIFY_STREAM } from '../stream/notify-stream.ts';

export type ScoreToSave = {
  version: number;
  score: number | null;
  feedback: string;
  evidence: readonly string[];
  insufficientEvidence: boolean;
  model: string;
  promptVersion: string;
};

// SQL: each is one statement, so that a crash never leaves an answer finished and its result not due.

/** Writes the transcript of an answer that waits for one; its score is due next. */
export async function saveTranscript(db: Queryable, id: string, transcript: string): Promise<void> {
  await db.query({ name: 'save-transcript', text: TRANSCRIPT, values: [id, transcript] });
}

/**
 * Ends an answer that cannot be transcribed or has no recording (`unable`), or has no speech in it (`no_answer`): there
 * is nothing to score.
 */
export async function closeAnswer(
  db: Queryable,
  id: string,
  { as, transcript, error }: { as: 'unable' | 'no_answer'; transcript: string | null; error: string | null },
): Promise<void> {
  await db.query({ name: 'close-answer', text: CLOSE, values: [id, transcript, error, as] });
}

/** Adds a score, unless another job finished this answer meanwhile. */
export async function saveScore(db: Queryable, id: string, added: ScoreToSave): Promise<void> {
  const { version, score, feedback, evidence, insufficientEvidence, model, promptVersion } = added;
  const values = [id, version, score, feedback, JSON.stringify(evidence), insufficientEvidence, model, promptVersion];
  await db.query({ name: 'save-score', text: SCORE, values });
}

/** Marks the score of an answer as failed; its transcript stays. */
export async function failScore(db: Queryable, id: string, error: string): Promise<void> {
  await db.query({ name: 'give-up-score', text: GIVE_UP, values: [id, error] });
}

/** Postpones the next attempt; `isCharged` counts this one. */
export async function postponeAnswer(
  db: Queryable,
  id: string,
  { afterMs, isCharged, error }: { afterMs: number; isCharged: boolean; error: string | null },
): Promise<void> {
  const sql = `
    update interview_responses set next_attempt_at = now() + $2 * interval '1 ms', tries = tries + $3::int,
      error = coalesce($4, error), updated_at = now()
    where id = $1 and (transcript_status = 'waiting' or score_status = 'waiting')`;
  await db.query({ name: 'postpone-answer', text: sql, values: [id, afterMs, isCharged ? 1 : 0, error] });
}

/** Emits an event for each answer in `changed`, which has the answers' ids and their interviews'. */
const emitting = (name: string, changed: string): string => `
emitted as (
  insert into stream_events (name, entity, entity_id, call_id)
  select '${name}', 'answer', a.id::text, c.id
  from ${changed} a join interviews i on i.id = a.interview_id left join calls c using (call_sid)
), woken as (${NOTIFY_STREAM})`;

const TRANSCRIPT = `
with transcribed as (
  update interview_responses set transcript = $2, transcript_status = 'done', tries = 0, error = null,
    next_attempt_at = now(), updated_at = now()
  where id = $1 and transcript_status = 'waiting' returning id, interview_id, recording_sid
), marked as (
  update call_recordings m set has_speech = true from transcribed
  where m.recording_sid = transcribed.recording_sid and $2 <> ''
), ${emitting('transcript.ready', 'transcribed')}
select from woken`;

/**
 * Changes one answer by `change`, and makes due the result of its interview and of those that resume it. Locks the
 * interview first, as every writer does.
 */
const finishing = (name: string, change: string): string => `
with recursive locked as materialized (
  select i.id from interviews i
  where i.id = (select interview_id from interview_responses where id = $1) for no key update
), finished as (
  ${change}
), chain as (
  select interview_id as id from finished
  union select i.id from interviews i join chain c on i.resumes = c.id
), ${emitting(name, 'finished')}`;

const RESULT_IS_DUE = 'update interviews i set result_due_at = now() from woken, chain where i.id = chain.id';

const CLOSE = `${finishing(
  'transcript.unable',
  `
  update interview_responses r set
    transcript = coalesce($2, r.transcript),
    transcript_status = case when r.transcript_status = 'waiting' then $4 else r.transcript_status end,
    score_status = 'none', error = $3, updated_at = now()
  from locked
  where r.id = $1 and r.score_status = 'waiting' and r.transcript_status <> 'done' returning r.id, r.interview_id, r.recording_sid`,
)},
marked as (
  update call_recordings m set has_speech = false from finished where m.recording_sid = finished.recording_sid and $4 = 'no_answer'
)
${RESULT_IS_DUE}`;

const SCORE = `${finishing(
  'interview.answer_scored',
  `
  update interview_responses r set score_status = 'done', tries = 0, error = null, updated_at = now()
  from locked
  where r.id = $1 and r.score_status = 'waiting' and r.transcript_status = 'done' returning r.id, r.interview_id`,
)},
added as (
  insert into interview_scores (response_id, version, score, feedback, evidence, insufficient_evidence, model, prompt_version)
  select id, $2::int, $3::int, $4, $5::jsonb, $6::boolean, $7, $8 from finished
  on conflict (response_id, version) do nothing
)
${RESULT_IS_DUE}`;

const GIVE_UP = `${finishing(
  'interview.answer_unscored',
  `
  update interview_responses r set score_status = 'failed', tries = 0, error = $2, updated_at = now()
  from locked where r.id = $1 and r.score_status = 'waiting' returning r.id, r.interview_id`,
)}
${RESULT_IS_DUE}`;
