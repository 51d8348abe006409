import {
  findInterviewScores,
  cancelResult,
  postponeResult,
  saveResult,
  type InterviewScores,
} from '@trunkline/db/interviews';
import type { Logger } from '@trunkline/service';
import { askUntilUsable } from '../ask-until-usable.ts';
import { DeferredError, NoAnswerError, type ModelCallParts } from '../call-model-once.ts';
import type { Models } from '../models.ts';
import type { Prompt } from '../load-prompt.ts';
import { parseResult, resultSchema, type ParsedResult } from './parse-result.ts';
import { sumUp, type Summary } from './sum-up.ts';

export type ResultParts = ModelCallParts & { models: Models; resultPrompt: Prompt; log: Logger };

const RETRY_MS = 60_000;
/** After three hours the result is saved without words: the scores need no model. */
const WAIT_FOR_WORDS_MS = 3 * 3_600_000;

/** Makes the result of an ended interview once all its answers are finished, and again after a new score. */
export function workOnResult(parts: ResultParts): (interviewId: string) => Promise<void> {
  const { db, log, models, resultPrompt } = parts;

  return async (interviewId) => {
    const interview = await findInterviewScores(db.pool, interviewId);
    if (!interview || !interview.isDue || interview.isWaiting) return;
    if (interview.status === 'failed' && interview.questions.length === 0) return cancelResult(db.pool, interviewId);
    const summary = sumUp(interview);
    const words = summary.scored.length === 0 ? NO_WORDS : await findWords(interview, summary);
    if (words === 'later') return postponeResult(db.pool, interviewId, RETRY_MS);
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
    if (saved === 'saved')
      log.info({ event: 'interview_result', interview_id: interviewId, recommendation }, 'interview result saved');
  };

  /** Undefined where no model gives anything usable. */
  async function findWords(interview: InterviewScores, summary: Summary): Promise<ParsedResult | 'later' | undefined> {
    try {
      return await requestWords(interview, summary);
    } catch (error) {
      if (!(error instanceof DeferredError || error instanceof NoAnswerError)) throw error;
      const isOver = Date.now() - (interview.lastScoredAt?.getTime() ?? 0) > WAIT_FOR_WORDS_MS;
      const isLast = error instanceof NoAnswerError && (error.isLast || isOver);
      if (!isLast) return 'later';
      log.warn(
        { event: 'result_without_words', interview_id: interview.id, error: error.message },
        'result has no words',
      );
      return undefined;
    }
  }

  async function requestWords(
    { id, lastScoreId, language, title }: InterviewScores,
    { scored }: Summary,
  ): Promise<ParsedResult | undefined> {
    const found = await askUntilUsable<{ words: ParsedResult }>(
      parts,
      {
        kind: 'result',
        keyOf: (n) => `result:${id}:s${lastScoreId}:${resultPrompt.version}:${models.scoringModel}:${n}`,
        prompt: resultPrompt,
        language,
        data: { title, questions: scored },
        schema: resultSchema,
      },
      (written, prompt) => {
        const words = parseResult(written, prompt);
        return words ? { verdict: 'usable', words } : { verdict: 'unusable' };
      },
    );
    return found.verdict === 'usable' ? found.words : undefined;
  }
}

const NO_WORDS: ParsedResult = { strengths: [], areasForImprovement: [] };
