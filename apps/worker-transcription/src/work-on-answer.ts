import { isTransient } from '@trunkline/db/connection';
import {
  closeAnswer,
  findAnswer,
  failScore,
  postponeAnswer,
  saveScore,
  saveTranscript,
  type Answer,
} from '@trunkline/db/interviews';
import { retireModelCalls } from '@trunkline/db/models';
import { metrics, openWarnings, type Logger } from '@trunkline/service';
import { NoAnswerError } from './call-model-once.ts';
import { decideRetry } from './retry-policy.ts';
import { scoreAnswer, scoreKeys, type ScoreParts } from './score/score-answer.ts';
import {
  StoreUnavailableError,
  transcribeRecording,
  transcriptionKeys,
  type TranscribeParts,
} from './transcribe-recording.ts';

export type AnswerParts = TranscribeParts & ScoreParts & { log: Logger };

/** The transcript of an answer that cannot be transcribed. */
const UNABLE = 'Unable to transcribe';

const RUNBOOK = 'docs/operations/recordings.md#the-store-stores-nothing';
const ENCRYPTED = 'The recording is encrypted: only the owner of the key can listen to it';

const finished = metrics.counter('answers_finished_total', 'Answers of interviews, by their outcome', ['outcome']);

/** Transcribes, then scores an answer, as far as that is possible now. A finished answer stays as it is. */
export function workOnAnswer(parts: AnswerParts): (id: string) => Promise<void> {
  const { db, log } = parts;
  const warn = openWarnings(log);

  return async (id) => {
    const answer = await findAnswer(db.pool, id);
    if (!answer || answer.scoreStatus !== 'waiting') return;
    try {
      await advance(answer);
    } catch (error) {
      if (error instanceof StoreUnavailableError)
        warn(
          error.outage.cause,
          { err: error, event: 'store_unavailable', runbook: RUNBOOK },
          `answers wait: ${error.message}`,
        );
      else if (!(error instanceof NoAnswerError) && isTransient(error)) throw error; // the database is unavailable: the relay enqueues the answer again
      await fail(answer, error);
    }
  };

  async function advance(answer: Answer): Promise<void> {
    if (answer.transcriptStatus === 'done') return score(answer);
    if (answer.transcriptStatus !== 'waiting')
      return closeAnswer(db.pool, answer.id, { as: 'unable', transcript: null, error: null });
    const { id, recordingSid, custody, objectKey, isEncrypted, language } = answer;
    if (custody === 'empty') return closeSpeechless(answer, 'The recording has a length of zero');
    if (custody !== 'stored' || !recordingSid || !objectKey)
      return closeUnable(answer, `There is no recording: ${custody ?? 'none came'}`);
    if (isEncrypted) return closeUnable(answer, ENCRYPTED);
    const { text, isSpeechless } = await transcribeRecording(parts, { recordingSid, objectKey, language });
    if (isSpeechless) return closeSpeechless(answer, 'There is no speech in the recording');
    await saveTranscript(db.pool, id, text);
    await score({ ...answer, transcript: text, transcriptStatus: 'done', tries: 0 });
  }

  async function score(answer: Answer): Promise<void> {
    try {
      const added = await scoreAnswer(parts, answer);
      await saveScore(db.pool, answer.id, added);
      finished.inc({ outcome: added.insufficientEvidence ? 'insufficient-evidence' : 'scored' });
    } catch (error) {
      if (!(error instanceof NoAnswerError) && isTransient(error)) throw error;
      await fail(answer, error);
    }
  }

  async function fail(answer: Answer, error: unknown): Promise<void> {
    const next = decideRetry(error, answer.tries);
    if (next.kind === 'retry') return postponeAnswer(db.pool, answer.id, next);
    if (answer.transcriptStatus === 'waiting') return closeUnable(answer, next.error);
    log.warn({ event: 'score_failed', response_id: answer.id, error: next.error }, 'answer stays without a score');
    finished.inc({ outcome: 'score-failed' });
    await db.transaction(async (tx) => {
      await failScore(tx, answer.id, next.error);
      await retireModelCalls(tx, scoreKeys(answer));
    });
  }

  /** Silence is no answer: nothing is shown as said, and nothing is scored. */
  async function closeSpeechless({ id, recordingSid }: Answer, error: string): Promise<void> {
    log.info({ event: 'no_speech', response_id: id, recording_sid: recordingSid, error }, 'answer without speech');
    finished.inc({ outcome: 'no-speech' });
    await closeAnswer(db.pool, id, { as: 'no_answer', transcript: null, error });
  }

  async function closeUnable({ id, recordingSid }: Answer, error: string): Promise<void> {
    log.info({ event: 'unable_to_transcribe', response_id: id, recording_sid: recordingSid, error }, UNABLE);
    finished.inc({ outcome: 'unable' });
    await db.transaction(async (tx) => {
      await closeAnswer(tx, id, { as: 'unable', transcript: UNABLE, error });
      if (recordingSid) await retireModelCalls(tx, transcriptionKeys(recordingSid));
    });
  }
}
