import { triggerAnswer, triggerBody, type TriggerBody } from '@trunkline/api-contract/interviews';
import type { Scoped } from '@trunkline/db/connection';
import { findInterviewTemplate } from '@trunkline/db/interviews';
import type { Logger } from '@trunkline/service';
import type { Response } from 'express';
import type { Identity } from '../identity/authenticate.ts';
import { beginInterview, type InterviewToBegin } from './begin-interview.ts';
import type { ApiConfig } from '../config.ts';
import { getCandidate, getInterview, interviewEntity, isUuid } from './interview-key.ts';
import { nextQuestion, refusalToResume } from './interview-stage.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';

/** `POST /trigger-interview/`: creates an interview, whose call is placed as soon as the dialer may. */
export const triggerRoutes = ({ config, log }: { config: ApiConfig; log: Logger }): Route[] => [
  route(
    {
      method: 'post',
      path: '/api/trigger-interview',
      permission: 'interviews.manage',
      tag: 'Interviews',
      summary: 'Begin an interview: its call is placed as soon as possible',
      body: triggerBody,
      bodyTypes: ['application/json', 'application/x-www-form-urlencoded'], // whatever `curl -d` calls it
      demands: ['candidate_id', 'job_description_id'],
      idempotent: true,
      answers: { 201: triggerAnswer },
    },
    async ({ change, response, body }) => {
      if (config.API_KEYS.size > 0) demandCredential(response);
      const { id, intentId, toBegin } = await change(
        { event: 'interview.triggered', entity: interviewEntity },
        async (tx) => {
          const found = await findWhatToBegin(tx, body);
          return { ...(await beginInterview(tx, config, found)), toBegin: found };
        },
      );
      log.info({ event: 'interview_triggered', interview_id: id }, 'an interview was triggered');
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

/** Where the source system insists on a key: once there are keys, nobody does without, not even on this machine. */
function demandCredential({ locals }: Response): void {
  if ((locals as Identity).credential?.kind === 'operator')
    throw new Problem('unauthenticated', 'Give one of API_KEYS in the header X-API-Key.');
}

async function findWhatToBegin(tx: Scoped, body: TriggerBody): Promise<InterviewToBegin> {
  const { job_description_id: jobDescriptionId, template_version: version, resume } = body;
  const candidate = await getCandidate(tx, body.candidate_id);
  if (resume !== undefined) return findWhatToResume(tx, resume, candidate.id, jobDescriptionId);
  const template = isUuid(jobDescriptionId) ? await findInterviewTemplate(tx, jobDescriptionId, version) : undefined;
  if (template) return { candidate, template };
  throw new Problem('not_found', 'No interview template with this job_description_id (and version) is known.');
}

async function findWhatToResume(tx: Scoped, id: string, candidateId: number, jobDescriptionId: string) {
  const interview = await getInterview(tx, id);
  if (interview.candidate.id !== candidateId || interview.template.jobDescriptionId !== jobDescriptionId.toLowerCase())
    throw new Problem('invalid_state_transition', 'resume: that interview is of another candidate or template.');
  const refusal = refusalToResume(interview);
  if (refusal !== null) throw new Problem('invalid_state_transition', `resume: ${refusal}`);
  const { candidate, template } = interview;
  return { candidate, template, resumes: interview.id, firstQuestion: nextQuestion(interview)! };
}
