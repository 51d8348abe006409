import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { callbackToStore, callSid, progress } from '../../../../test/support/twilio/callbacks.ts';
import { emptyTables, openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { createTestInterview } from '../../../../test/support/db/interviews.ts';
import { gapToRecord } from '../../../../test/support/db/reconciling.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { expireRecording } from '../recordings/stored-recordings.ts';
import { recordGaps } from '../reconciliation/record-gaps.ts';
import { closeAnswer, failScore, saveScore, saveTranscript } from '../interviews/save-answer.ts';
import { saveResult } from '../interviews/save-result.ts';
import { settleGaps } from '../reconciliation/open-gaps.ts';
import { settleRecording } from '../recordings/settle-recording.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(async () => {
  await emptyTables(db);
  await query('truncate stream_events');
});

const query = async <R extends object>(sql: string, values: unknown[] = []) =>
  (await db.pool.query<R>(sql, values)).rows;
/** The events so far, with the SID of the call that each belongs to. */
const emitted = async () =>
  (
    await query<{ line: string }>(`select concat_ws(' ', e.name, e.entity, c.call_sid) as line
    from stream_events e left join calls c on c.id = e.call_id order by e.id`)
  ).map(({ line }) => line);

const A = callSid(1);
const RECORDING = `RE${'0'.repeat(31)}1`;
const recorded = () =>
  callbackToStore(
    {
      CallSid: A,
      RecordingSid: RECORDING,
      RecordingStatus: 'completed',
      RecordingDuration: '5',
      RecordingUrl: 'https://x',
    },
    { callbackKind: 'recording-complete', source: 'twilio_recording' },
  );

test('a call emits an event when it is created and with each callback, its recording when it changes', async () => {
  await storeAndApply(db, [callbackToStore(progress(A, 'ringing', 1)), callbackToStore(progress(A, 'in-progress', 2))]);
  await storeAndApply(db, [recorded()]);
  const call = `call.updated call ${A}`;
  expect(await emitted()).toEqual([`call.created call ${A}`, call, call, `recording.updated recording ${A}`]);
});

test('a settled recording emits an event, a retryable failure none', async () => {
  await storeAndApply(db, [recorded()]);
  await query('truncate stream_events');
  const attempt = { recordingSid: RECORDING, attempt: 1 };
  const fetching = () => query(`update call_recordings set custody = 'fetching', fetch_attempts = 1`);
  await fetching();
  expect(await settleRecording(db.pool, attempt, { custody: 'announced', delaySeconds: 9, evidence: [] })).toBe(true);
  expect(await emitted()).toEqual([]);
  await fetching();
  const object = {
    objectKey: 'k',
    contentType: 'audio/wav',
    sizeBytes: 1,
    sha256: 's',
    audioSec: 1,
    isEncrypted: false,
    peaks: null,
  };
  expect(await settleRecording(db.pool, attempt, { custody: 'stored', object, evidence: [] })).toBe(true);
  expect(await settleRecording(db.pool, attempt, { custody: 'stored', object, evidence: [] })).toBe(false);
  await expireRecording(db.pool, RECORDING);
  await expireRecording(db.pool, RECORDING);
  expect(await emitted()).toEqual(Array.from({ length: 2 }, () => `recording.updated recording ${A}`));
});

test('a gap emits one event when it is noticed and one when it is healed', async () => {
  await storeAndApply(db, [callbackToStore(progress(A, 'ringing', 1))]);
  await query('truncate stream_events');
  const now = new Date();
  for (let n = 0; n < 2; n++) await recordGaps(db.pool, [gapToRecord({ callSid: A })], now);
  const [gap] = await query<{ id: string }>('select id from callback_gaps');
  const settled = { id: gap!.id, healedAt: null, healedBy: null, arrivedAt: null };
  await settleGaps(db.pool, [settled], now);
  const healed = { ...settled, healedAt: now.toISOString(), healedBy: 'reconcile_hot' };
  for (let n = 0; n < 2; n++) await settleGaps(db.pool, [healed], now);
  expect(await emitted()).toEqual([`gap.noticed gap ${A}`, `gap.healed gap ${A}`]);
});

test('an interview emits an event when it is created, and one for each transcript, score and result', async () => {
  const interviewId = await createTestInterview(db);
  const answer = async (n: number) => {
    const [row] = await query<{ id: string }>(
      `insert into interview_responses (interview_id, question_number, attempt, question, transcript_status, score_status)
      values ($1, $2, 1, 'Why?', 'waiting', 'waiting') returning id`,
      [interviewId, n],
    );
    return row!.id;
  };
  const [scored, unscored, unheard] = [await answer(1), await answer(2), await answer(3)];
  const score = {
    version: 1,
    score: 7,
    feedback: '',
    evidence: [],
    insufficientEvidence: false,
    model: 'm',
    promptVersion: '1',
  };
  for (let n = 0; n < 2; n++) {
    await saveTranscript(db.pool, scored, 'because');
    await saveScore(db.pool, scored, score);
    await saveTranscript(db.pool, unscored, 'because');
    await failScore(db.pool, unscored, 'no');
    await closeAnswer(db.pool, unheard, { as: 'unable', transcript: null, error: 'noise' });
  }
  const [last] = await query<{ id: string }>('select max(id)::text as id from interview_scores');
  const result = { overallScore: 7, recommendation: 'yes', strengths: [], areasForImprovement: [], isPartial: false };
  const toSave = { ...result, interviewId, lastScoreId: last!.id, model: 'm', promptVersion: '1' };
  expect([await saveResult(db, toSave), await saveResult(db, toSave)]).toEqual(['saved', 'stale']);
  expect(await emitted()).toEqual([
    'interview.created interview',
    'transcript.ready answer',
    'interview.answer_scored answer',
    'transcript.ready answer',
    'interview.answer_unscored answer',
    'transcript.unable answer',
    'interview.scored interview',
  ]);
});
