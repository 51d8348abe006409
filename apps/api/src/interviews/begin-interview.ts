import type { CandidateRow } from '@trunkline/db/candidates';
import type { Scoped } from '@trunkline/db/connection';
import { createInterview, type InterviewTemplateRow } from '@trunkline/db/interviews';
import { interviewUrls } from '@trunkline/twilio/twiml';
import type { ApiConfig } from '../config.ts';
import type { Actor } from '@trunkline/access';
import { callerId, refuseNumber, type DialRules } from '../dialing/dial-request.ts';
import { actorName } from '../http/record-audit.ts';
import { Problem } from '../http/problem.ts';

export type InterviewToBegin = {
  candidate: Pick<CandidateRow, 'id' | 'phoneNumber'>;
  template: Pick<InterviewTemplateRow, 'id' | 'jobDescriptionId' | 'questions'>;
  /** The unfinished interview that this one continues. */
  resumes?: string;
  /** The first question to ask, from 1. Default: 1. */
  firstQuestion?: number;
};

/** Creates an interview and its call intent in one transaction. worker-dialer places the call. */
export async function beginInterview(
  tx: Scoped,
  { config, dialing, actor }: { config: ApiConfig; dialing: DialRules; actor: Actor },
  { candidate, template, resumes, firstQuestion = 1 }: InterviewToBegin,
): Promise<{ id: string; intentId: string }> {
  const toNumber = candidate.phoneNumber;
  if (toNumber === null)
    throw new Problem('invalid_state_transition', 'The candidate has no phone number. POST /api/candidates/ adds one.');
  refuseNumber(dialing.refusalOf, toNumber);
  const urls = interviewUrls(config.WEBHOOK_BASE_URL);
  const interview = { candidateId: candidate.id, template, resumes: resumes ?? null, firstQuestion };
  const whose = { requestedBy: actorName(actor), campaignId: template.jobDescriptionId };
  const toCreate = {
    ...interview,
    ...whose,
    toNumber,
    fromNumber: callerId(config),
    urls: (interviewId: string, intentId: string) => ({
      voiceUrl: urls.voice({ interviewId, questionNumber: firstQuestion, attempt: 1 }),
      statusUrl: urls.status(interviewId, intentId),
    }),
  };
  const created = await createInterview(tx, toCreate, dialing.guard);
  if (created) return created;
  throw new Problem('invalid_state_transition', 'Another request has just resumed this interview.');
}
