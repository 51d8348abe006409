/** An interview as `GET /api/interviews/:id/flow/` answers, as far as it is told. */
export type Flow = {
  stage: string;
  call_status: string | null;
  failure: string | null;
  total_questions: number;
  responses: Response[];
};

type Response = {
  question_number: number;
  attempt: number;
  question: string;
  duration_seconds: number | null;
  recording_sid: string | null;
  transcript: string | null;
  score: number | null;
  feedback: string | null;
  score_status: string;
};

export type Results = {
  overall_score: number | null;
  recommendation: string;
  strengths: string[];
  areas_for_improvement: string[];
  is_partial: boolean;
};

export const EMPTY_FLOW: Flow = { stage: '', call_status: null, failure: null, total_questions: 0, responses: [] };

/** What is new since the last look, a line for each thing. */
export function describeProgress(told: Flow, now: Flow): string[] {
  const lines: string[] = [];
  if (now.call_status !== null && now.call_status !== told.call_status) lines.push(`Call: ${now.call_status}`);
  for (const response of now.responses)
    lines.push(...describeResponse(told.responses.find(isSame(response)), response, now));
  if (now.stage !== told.stage && STAGES[now.stage]) lines.push(STAGES[now.stage]!);
  if (now.failure !== null && now.failure !== told.failure) lines.push(`It broke off: ${now.failure}`);
  return lines;
}

function describeResponse(told: Response | undefined, response: Response, { total_questions }: Flow): string[] {
  const { question_number: n, question, recording_sid, duration_seconds, transcript, score, feedback } = response;
  const lines: string[] = [];
  const answer = recording_sid === null ? 'no answer' : `answered in ${duration_seconds ?? '?'} s`;
  if (!told) lines.push('', `Question ${n} of ${total_questions}: ${question}`, `  ${answer}`);
  if (transcript !== null && !told?.transcript) lines.push(`  Transcript of ${n}: “${transcript}”`);
  if (response.score_status === 'failed' && told?.score_status !== 'failed') lines.push(`  Score of ${n}: none`);
  if (score !== null && (told?.score ?? null) === null)
    lines.push(`  Score of ${n}: ${score} of 10. ${feedback ?? ''}`);
  return lines;
}

/** The result, when it is there. */
export const describeResults = (results: Results): string[] => [
  '',
  `Recommendation: ${results.recommendation}${results.is_partial ? ' (of a part of the questions)' : ''}`,
  `Overall score: ${results.overall_score ?? 'none'}`,
  ...list('Strengths', results.strengths),
  ...list('Areas for improvement', results.areas_for_improvement),
];

const list = (title: string, items: string[]): string[] =>
  items.length === 0 ? [] : [`${title}:`, ...items.map((item) => `  - ${item}`)];

const isSame =
  (a: Response) =>
  (b: Response): boolean =>
    a.question_number === b.question_number && a.attempt === b.attempt;

const STAGES: Readonly<Record<string, string>> = {
  pending: 'Waiting for the call to be placed',
  transcribing: '\nThe interview is over; transcribing',
  scoring: 'Scoring',
  recommending: 'Writing the recommendation',
};
