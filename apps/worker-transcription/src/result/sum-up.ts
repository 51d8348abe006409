import type { InterviewScores, QuestionOutcome } from '@trunkline/db/interviews';

/** Our recommendation about a candidate; never a model's choice. */
type Recommendation = 'recommend' | 'consider' | 'decline' | 'insufficient_evidence';

export type Summary = {
  overallScore: number | null;
  recommendation: Recommendation;
  /** Some question was not reached, not transcribed, or not scored. */
  isPartial: boolean;
  /** The questions that have a score, as a model gets them. */
  scored: { question: string; score: number; feedback: string }[];
};

const RECOMMEND_FROM = 7;
const CONSIDER_FROM = 5;

/**
 * The overall score is the mean of the scores, rounded to two places. With scores for fewer than half of the questions
 * the evidence is insufficient for a recommendation.
 */
export function sumUp({ questionCount, questions }: Pick<InterviewScores, 'questionCount' | 'questions'>): Summary {
  const scored = questions.flatMap(({ question, score, feedback }) =>
    score === null ? [] : [{ question, score, feedback: feedback ?? '' }],
  );
  const overallScore =
    scored.length === 0
      ? null
      : Math.round((scored.reduce((sum, { score }) => sum + score, 0) / scored.length) * 100) / 100;
  const isPartial = questions.filter(isFinished).length < questionCount;
  const isEnough = scored.length * 2 >= questionCount;
  return { overallScore, recommendation: recommend(isEnough ? overallScore : null), isPartial, scored };
}

/** Silence is an answer too: only what could not be transcribed or scored is missing. */
const isFinished = ({ transcriptStatus, scoreStatus, score, insufficientEvidence }: QuestionOutcome): boolean =>
  transcriptStatus === 'no_answer' || score !== null || (scoreStatus === 'done' && insufficientEvidence === true);

function recommend(score: number | null): Recommendation {
  if (score === null) return 'insufficient_evidence';
  if (score >= RECOMMEND_FROM) return 'recommend';
  return score >= CONSIDER_FROM ? 'consider' : 'decline';
}
