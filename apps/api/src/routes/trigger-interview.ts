import { findInterviewTemplate, type Database } from '@trunkline/db';
import type { Logger } from '@trunkline/service';
import express, { Router } from 'express';
import { z } from 'zod';
import { beginInterview, type InterviewToBegin } from '../begin-interview.ts';
import type { ApiConfig } from '../config.ts';
import { getCandidate, getInterview, isUuid } from '../interview-key.ts';
import { nextQuestion, refusalToResume } from '../interview-stage.ts';
import { Problem } from '../problem.ts';
import { readBody } from '../read-input.ts';

const triggerBody = z.strictObject({
  candidate_id: z.union([z.string().max(40), z.int()], { error: 'expected the UUID or the number of a candidate' }),
  job_description_id: z.string().max(40),
  /** A version of the question set; the latest when not given. */
  template_version: z.int().min(1).max(2_147_483_647).optional(),
  /** An interview of the same candidate that broke off. */
  resume: z.string().max(40).optional(),
});
type TriggerBody = z.output<typeof triggerBody>;

/** Whatever `curl -d` calls it. */
const asJson = express.json({ type: ['application/json', 'application/x-www-form-urlencoded'], limit: '16kb' });

type Parts = { db: Database; config: ApiConfig; log: Logger };

/** `POST /trigger-interview/`: creates an interview, whose call is placed as soon as the dialer may. */
export function triggerRoutes({ db, config, log }: Parts): Router {
  const router = Router();
  router.post('/trigger-interview', asJson, async (request, response) => {
    refuseMissing(request.body);
    const body = readBody(triggerBody, request);
    const toBegin = await findWhatToBegin(db, body);
    const { id, intentId } = await beginInterview(db, config, toBegin);
    log.info({ event: 'interview_triggered', interview_id: id }, 'an interview was triggered');
    response.status(201).location(`/api/interviews/${id}/flow/`);
    response.json({
      interview_id: id,
      status: 'pending',
      candidate_id: body.candidate_id,
      job_description_id: body.job_description_id,
      first_question: toBegin.firstQuestion ?? 1,
      total_questions: toBegin.template.questions.length,
      resumes: toBegin.resumes ?? null,
      call_intent_id: intentId,
      message: 'The call is placed as soon as possible.',
    });
  });
  return router;
}

/** The source answers 400 for what is missing, and names all of it. */
function refuseMissing(body: unknown): void {
  const given = (body ?? {}) as Record<string, unknown>;
  const missing = ['candidate_id', 'job_description_id'].filter((name) => (given[name] ?? '') === '');
  if (missing.length > 0)
    throw new Problem('malformed_request', `Missing parameters: ${missing.join(', ')}.`, { missing });
}

async function findWhatToBegin(db: Database, body: TriggerBody): Promise<InterviewToBegin> {
  const { job_description_id: jobDescriptionId, template_version: version, resume } = body;
  const candidate = await getCandidate(db, body.candidate_id);
  if (resume !== undefined) return findWhatToResume(db, resume, candidate.id, jobDescriptionId);
  const template = isUuid(jobDescriptionId)
    ? await findInterviewTemplate(db.pool, jobDescriptionId, version)
    : undefined;
  if (template) return { candidate, template };
  throw new Problem('not_found', 'No interview template with this job_description_id (and version) is known.');
}

async function findWhatToResume(db: Database, id: string, candidateId: number, jobDescriptionId: string) {
  const interview = await getInterview(db, id);
  if (interview.candidate.id !== candidateId || interview.template.jobDescriptionId !== jobDescriptionId.toLowerCase())
    throw new Problem('invalid_state_transition', 'resume: that interview is of another candidate or template.');
  const refusal = refusalToResume(interview);
  if (refusal !== null) throw new Problem('invalid_state_transition', `resume: ${refusal}`);
  const { candidate, template } = interview;
  return { candidate, template, resumes: interview.id, firstQuestion: nextQuestion(interview)! };
}
