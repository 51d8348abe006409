import type { CandidateRow } from '@trunkline/db/candidates';
import type { Scoped } from '@trunkline/db/connection';
import { createInterview, type InterviewTemplateRow } from '@trunkline/db/interviews';
import { interviewUrls } from '@trunkline/twilio/twiml';
import type { ApiConfig } from '../config.ts';
import { callerId, refuseUnlisted } from '../dialing/dial-request.ts';
import { Problem } from '../http/problem.ts';

export type InterviewToBegin = {
  candidate: Pick<CandidateRow, 'id' | 'phoneNumber'>;
  template: Pick<InterviewTemplateRow, 'id' | 'questions'>;
  /** The interview that broke off, and the question that it goes on with. */
  resumes?: string;
  firstQuestion?: number;
};

/** Creates an interview and the wish for its call, inside a transaction; the dialer places it. */
export async function beginInterview(
  tx: Scoped,
  config: ApiConfig,
  { candidate, template, resumes, firstQuestion = 1 }: InterviewToBegin,
): Promise<{ id: string; intentId: string }> {
  const toNumber = candidate.phoneNumber;
  if (toNumber === null)
    throw new Problem('invalid_state_transition', 'The candidate has no phone number: POST /api/candidates/ adds one.');
  refuseUnlisted(config, toNumber);
  const urls = interviewUrls(config.WEBHOOK_BASE_URL);
  const interview = { candidateId: candidate.id, template, resumes: resumes ?? null, firstQuestion };
  const created = await createInterview(tx, {
    ...interview,
    toNumber,
    fromNumber: callerId(config),
    urls: (interviewId, intentId) => ({
      voiceUrl: urls.voice({ interviewId, questionNumber: firstQuestion, attempt: 1 }),
      statusUrl: urls.status(interviewId, intentId),
    }),
  });
  if (created) return created;
  throw new Problem('invalid_state_transition', 'Somebody resumed this interview just now.');
}
