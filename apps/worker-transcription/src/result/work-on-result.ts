import {
  findInterviewScores,
  cancelResult,
  postponeResult,
  saveResult,
  type InterviewScores,
} from '@trunkline/db/interviews';
import type { Logger } from '@trunkline/service';
import { askOnce, NoAnswerError, NotNowError, type AskParts } from '../ask-once.ts';
import type { Models } from '../models.ts';
import { canaryOf, fillPrompt, type Prompt } from '../load-prompt.ts';
import { judgeResult, resultSchema, type JudgedResult } from './judge-result.ts';
import { sumUp, type Summary } from './sum-up.ts';

export type ResultParts = AskParts & { models: Models; resultPrompt: Prompt; log: Logger };

const ASK_AT_MOST = 3;
const TRY_AGAIN_MS = 60_000;
/** After that the result goes without words: the scores need no model. */
const WAIT_FOR_WORDS_MS = 3 * 3_600_000;

/** Makes the result of an interview that has ended, once all of its answers are finished, and again after a new score. */
export function workOnResult(parts: ResultParts): (interviewId: string) => Promise<void> {
  const { db, log, models, resultPrompt } = parts;

  return async (interviewId) => {
    const interview = await findInterviewScores(db.pool, interviewId);
    if (!interview || !interview.isDue || interview.isWaiting) return;
    if (interview.status === 'failed' && interview.questions.length === 0) return cancelResult(db.pool, interviewId);
    const summary = sumUp(interview);
    const words = summary.scored.length === 0 ? NO_WORDS : await findWords(interview, summary);
    if (words === 'later') return postponeResult(db.pool, interviewId, TRY_AGAIN_MS);
    const { overallScore, recommendation, isPartial } = summary;
    const saved = await saveResult(db, {
      interviewId,
      overallScore,
      recommendation,
      isPartial,
      lastScoreId: interview.lastScoreId,
      ...(words ?? NO_WORDS),
      model: words && words !== NO_WORDS ? models.scoringModel : 'none',
      promptVersion: resultPrompt.version,
    });
    if (saved === 'saved') log.info({ event: 'interview_result', interview_id: interviewId, recommendation }, 'result');
  };

  /** Undefined where no model will say anything usable. */
  async function findWords(interview: InterviewScores, summary: Summary): Promise<JudgedResult | 'later' | undefined> {
    try {
      return await askForWords(interview, summary);
    } catch (error) {
      if (!(error instanceof NotNowError || error instanceof NoAnswerError)) throw error;
      const isOver = Date.now() - (interview.lastScoredAt?.getTime() ?? 0) > WAIT_FOR_WORDS_MS;
      const isLast = error instanceof NoAnswerError && (error.isLast || isOver);
      return isLast ? undefined : 'later';
    }
  }

  async function askForWords(
    { id, lastScoreId, language, title }: InterviewScores,
    { scored }: Summary,
  ): Promise<JudgedResult | undefined> {
    const data = { title, questions: scored };
    for (let n = 1; n <= ASK_AT_MOST; n++) {
      const key = `result:${id}:s${lastScoreId}:${resultPrompt.version}:${models.scoringModel}:${n}`;
      const instructions = fillPrompt(resultPrompt, language, key);
      const estimateUsd = models.estimate.completion(instructions, data);
      const effect = { key, kind: 'result' as const, model: models.scoringModel, estimateUsd };
      const written = await askOnce(parts, effect, () => models.complete(instructions, data, resultSchema));
      const words = judgeResult(written, { text: instructions, canary: canaryOf(resultPrompt, key) });
      if (words) return words;
    }
    return undefined;
  }
}

const NO_WORDS: JudgedResult = { strengths: [], areasForImprovement: [] };
