import { interviewToTrigger, triggeredInterview, type InterviewToTrigger } from '@trunkline/api-contract/interviews';
import type { Scoped } from '@trunkline/db/connection';
import type { Logger } from '@trunkline/service';
import { getCandidate } from '../candidates/get-candidate.ts';
import type { ApiConfig } from '../config.ts';
import type { DialRules } from '../dialing/dial-request.ts';
import type { Principal } from '../http/principal.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { beginInterview, type InterviewToBegin } from './begin-interview.ts';
import { getInterview, getTemplate, interviewEntity } from './get-interview.ts';
import { nextQuestion, refusalToResume } from './interview-stage.ts';

type Parts = { config: ApiConfig; dialing: DialRules; log: Logger };

export const triggerRoutes = ({ config, dialing, log }: Parts): Route[] => [
  route(
    {
      operationId: 'triggerInterview',
      method: 'post',
      path: '/api/trigger-interview',
      permission: 'interviews.manage',
      tag: 'Interviews',
      summary: 'Trigger an interview',
      description:
        'Creates an interview of a candidate with a question set, or continues an unfinished one, and requests its call. If API_KEYS is set, one of these keys is required, also from the machine of the API.',
      body: interviewToTrigger,
      bodyTypes: ['application/json', 'application/x-www-form-urlencoded'], // `curl -d` sends JSON under this type
      requiredFields: ['candidate_id', 'job_description_id'],
      idempotent: true,
      sends: ['Location'],
      answers: { 201: triggeredInterview },
    },
    async ({ change, principal, actor, response, body }) => {
      if (config.API_KEYS.size > 0) requireCredential(principal);
      const { id, intentId, toBegin } = await change(
        { event: 'interview.triggered', entity: interviewEntity },
        async (tx) => {
          const found = await findWhatToBegin(tx, body);
          return { ...(await beginInterview(tx, { config, dialing, actor }, found)), toBegin: found };
        },
      );
      log.info({ event: 'interview_triggered', interview_id: id }, 'An interview was triggered');
      response.location(`/api/interviews/${id}/flow/`);
      const json = {
        interview_id: id,
        status: 'pending',
        candidate_id: body.candidate_id,
        job_description_id: body.job_description_id,
        first_question: toBegin.firstQuestion ?? 1,
        total_questions: toBegin.template.questions.length,
        resumes: toBegin.resumes ?? null,
        call_intent_id: intentId,
        message: 'The call is placed as soon as possible.',
      };
      return { status: 201, json };
    },
  ),
];

/** The interview service always required a key once it had any, so the local operator needs one too. */
function requireCredential({ credential }: Principal): void {
  if (credential.kind === 'operator')
    throw new Problem('unauthenticated', 'Send one of API_KEYS in the header X-API-Key.');
}

async function findWhatToBegin(tx: Scoped, body: InterviewToTrigger): Promise<InterviewToBegin> {
  const { job_description_id: jobDescriptionId, template_version: version, resume } = body;
  const candidate = await getCandidate(tx, body.candidate_id);
  if (resume !== undefined) return findWhatToResume(tx, resume, candidate.id, jobDescriptionId);
  return { candidate, template: await getTemplate(tx, jobDescriptionId, version) };
}

async function findWhatToResume(tx: Scoped, id: string, candidateId: number, jobDescriptionId: string) {
  const interview = await getInterview(tx, id);
  if (interview.candidate.id !== candidateId || interview.template.jobDescriptionId !== jobDescriptionId.toLowerCase())
    throw new Problem('invalid_state_transition', 'resume: that interview is of another candidate or question set.');
  const refusal = refusalToResume(interview);
  if (refusal !== null) throw new Problem('invalid_state_transition', `resume: ${refusal}`);
  const { candidate, template } = interview;
  return { candidate, template, resumes: interview.id, firstQuestion: nextQuestion(interview)! };
}
