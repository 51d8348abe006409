import { recordDecision, requestRescore, type Database } from '@trunkline/db';
import type { Logger } from '@trunkline/service';
import express, { Router } from 'express';
import { z } from 'zod';
import { beginInterview } from '../begin-interview.ts';
import type { ApiConfig } from '../config.ts';
import { storedText } from '../inbox-query.ts';
import { getInterview } from '../interview-key.ts';
import { interviewStage, nextQuestion, refusalToResume } from '../interview-stage.ts';
import { presentDecision, presentFlow, presentResults } from '../present-interview.ts';
import { Problem } from '../problem.ts';
import { readBody } from '../read-input.ts';

/** The question that the asker believes to be next: if it is not, the request is stale. */
const flowBody = z.strictObject({ question_number: z.int().min(1).max(999).optional() });

const decisionBody = z.strictObject({
  decision: z.enum(['advance', 'hold', 'reject']),
  decided_by: storedText(200),
  note: storedText(4000).optional(),
});

type Parts = { db: Database; config: ApiConfig; log: Logger };

/** `…/flow/`: where an interview stands, and its next question; `…/results/`, `…/decision/`, `…/rescore/`. */
export function interviewRoutes({ db, config, log }: Parts): Router {
  const router = Router();
  router.get('/interviews/:id/flow', async (request, response) => {
    response.json(presentFlow(await getInterview(db, request.params.id)));
  });

  router.post('/interviews/:id/flow', express.json({ limit: '4kb' }), async (request, response) => {
    const interview = await getInterview(db, request.params.id);
    request.body ??= {};
    const { question_number: expected } = readBody(flowBody, request);
    const next = nextQuestion(interview);
    const refusal = refusalToResume(interview) ?? staleness(expected, next);
    if (refusal !== null) throw new Problem('invalid_state_transition', refusal, { current_state: interview.status });
    const { candidate, template, id: resumes } = interview;
    const { id, intentId } = await beginInterview(db, config, { candidate, template, resumes, firstQuestion: next! });
    log.info({ event: 'interview_resumed', interview_id: id, resumes }, 'an interview is resumed');
    response.status(202).location(`/api/interviews/${id}/flow/`);
    response.json({ interview_id: id, resumes, status: 'pending', next_question: next, call_intent_id: intentId });
  });

  router.get('/interviews/:id/results', async (request, response) => {
    const interview = await getInterview(db, request.params.id);
    const stage = interviewStage(interview);
    if (stage !== 'ready') throw notReady(stage, interview.failure);
    response.json(presentResults(interview));
  });

  router.post('/interviews/:id/decision', express.json({ limit: '16kb' }), async (request, response) => {
    const { id } = await getInterview(db, request.params.id);
    const { decision, decided_by: decidedBy, note = null } = readBody(decisionBody, request);
    const saved = await recordDecision(db.pool, id, { decision, decidedBy, note });
    log.info({ event: 'interview_decided', interview_id: id, decision }, 'a person decided about an interview');
    response.status(201).json({ interview_id: id, ...presentDecision(saved) });
  });

  router.post('/interviews/:id/rescore', async (request, response) => {
    const interview = await getInterview(db, request.params.id);
    const answers = await requestRescore(db.pool, interview.id);
    if (answers === 0)
      throw new Problem('invalid_state_transition', 'There is no scored answer, or all are being scored already.', {
        stage: interviewStage(interview),
      });
    response.status(202).location(`/api/interviews/${interview.id}/results/`);
    response.json({ interview_id: interview.id, answers, message: 'The scores will be a new version.' });
  });
  return router;
}

const staleness = (expected: number | undefined, next: number | null): string | null =>
  expected === undefined || expected === next ? null : `The request is stale: the next question is ${next}.`;

function notReady(stage: string, failure: string | null): Problem {
  const detail =
    stage === 'failed' ? `The interview failed: ${failure}.` : `The interview is ${stage}. Ask again later.`;
  return new Problem('not_ready', detail, { stage });
}
