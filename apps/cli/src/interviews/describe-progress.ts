/** The fields of `GET /api/interviews/:id/flow/` that are printed. */
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

/** The lines for everything that changed from `before` to `now`. */
export function describeProgress(before: Flow, now: Flow): string[] {
  const lines: string[] = [];
  if (now.call_status !== null && now.call_status !== before.call_status) lines.push(`Call: ${now.call_status}`);
  for (const response of now.responses)
    lines.push(...describeResponse(before.responses.find(isSame(response)), response, now));
  if (now.stage !== before.stage && STAGES[now.stage]) lines.push(STAGES[now.stage]!);
  if (now.failure !== null && now.failure !== before.failure) lines.push(`The interview failed: ${now.failure}`);
  return lines;
}

function describeResponse(before: Response | undefined, response: Response, { total_questions }: Flow): string[] {
  const { question_number: n, question, recording_sid, duration_seconds, transcript, score, feedback } = response;
  const lines: string[] = [];
  const answered = duration_seconds === null ? 'answered' : `answered in ${duration_seconds} s`;
  const answer = recording_sid === null ? 'no answer' : answered;
  if (!before) lines.push('', `Question ${n} of ${total_questions}: ${question}`, `  ${answer}`);
  if (transcript !== null && !before?.transcript) lines.push(`  Transcript of ${n}: “${transcript}”`);
  if (response.score_status === 'failed' && before?.score_status !== 'failed') lines.push(`  Score of ${n}: none`);
  if (score !== null && (before?.score ?? null) === null)
    lines.push(`  Score of ${n}: ${score} of 10. ${feedback ?? ''}`);
  return lines;
}

/** The lines for the result of an interview. */
export const describeResults = (results: Results): string[] => [
  '',
  `Recommendation: ${results.recommendation}${results.is_partial ? ' (based on some of the questions)' : ''}`,
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
