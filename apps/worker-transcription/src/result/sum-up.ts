import type { InterviewScores, QuestionOutcome } from '@trunkline/db/interviews';

/** What we say about a candidate; never a model's choice. */
type Recommendation = 'recommend' | 'consider' | 'decline' | 'insufficient_evidence';

export type Summary = {
  overallScore: number | null;
  recommendation: Recommendation;
  /** Some question was not reached, not transcribed, or not scored. */
  isPartial: boolean;
  /** The questions that have a score, as a model is told. */
  scored: { question: string; score: number; feedback: string }[];
};

const RECOMMEND_FROM = 7;
const CONSIDER_FROM = 5;

/**
 * The overall score is the mean of the scores, to two places. With scores for fewer than half of the questions there is
 * too little to recommend by.
 */
export function sumUp({ questionCount, questions }: Pick<InterviewScores, 'questionCount' | 'questions'>): Summary {
  const scored = questions.flatMap(({ question, score, feedback }) =>
    score === null ? [] : [{ question, score, feedback: feedback ?? '' }],
  );
  const overallScore =
    scored.length === 0
      ? null
      : Math.round((scored.reduce((sum, { score }) => sum + score, 0) / scored.length) * 100) / 100;
  const isPartial = questions.filter(isJudged).length < questionCount;
  const isEnough = scored.length * 2 >= questionCount;
  return { overallScore, recommendation: recommend(isEnough ? overallScore : null), isPartial, scored };
}

/** Silence is an answer too: only what we could not hear or could not score is missing. */
const isJudged = ({ transcriptStatus, scoreStatus, score, insufficientEvidence }: QuestionOutcome): boolean =>
  transcriptStatus === 'no_answer' || score !== null || (scoreStatus === 'done' && insufficientEvidence === true);

function recommend(score: number | null): Recommendation {
  if (score === null) return 'insufficient_evidence';
  if (score >= RECOMMEND_FROM) return 'recommend';
  return score >= CONSIDER_FROM ? 'consider' : 'decline';
}
