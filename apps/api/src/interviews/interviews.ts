import {
  decisionAnswer,
  decisionBody,
  flowAnswer,
  flowBody,
  interviewFlow,
  interviewResults,
  rescoreAnswer,
} from '@trunkline/api-contract/interviews';
import { recordDecision, requestRescore } from '@trunkline/db/interviews';
import type { Logger } from '@trunkline/service';
import { beginInterview } from './begin-interview.ts';
import type { ApiConfig } from '../config.ts';
import { getInterview, interviewEntity } from './interview-key.ts';
import { interviewStage, nextQuestion, refusalToResume } from './interview-stage.ts';
import { presentDecision, presentFlow, presentResults } from './present-interview.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';

const reading = { method: 'get', permission: 'interviews.read', tag: 'Interviews' } as const;
const changing = { method: 'post', permission: 'interviews.manage', tag: 'Interviews' } as const;

/** `…/flow/`: where an interview stands, and its next question; `…/results/`, `…/decision/`, `…/rescore/`. */
export const interviewRoutes = ({ config, log }: { config: ApiConfig; log: Logger }): Route[] => [
  route(
    {
      ...reading,
      path: '/api/interviews/:id/flow',
      summary: 'Where an interview stands, and its next question',
      answers: { 200: interviewFlow },
    },
    async ({ read, params }) => ({ json: presentFlow(await read((tx) => getInterview(tx, params['id']!))) }),
  ),
  route(
    {
      ...changing,
      path: '/api/interviews/:id/flow',
      summary: 'Go on with an interview that broke off, by another call',
      body: flowBody,
      bodyIsOptional: true,
      idempotent: true,
      answers: { 202: flowAnswer },
    },
    async ({ change, response, params, body: { question_number: expected } }) => {
      const { id, intentId, resumes, next } = await change(
        { event: 'interview.resumed', entity: interviewEntity },
        async (tx) => {
          const interview = await getInterview(tx, params['id']!);
          const { status, candidate, template } = interview;
          const number = nextQuestion(interview);
          const refusal = refusalToResume(interview) ?? staleness(expected, number);
          if (refusal !== null) throw new Problem('invalid_state_transition', refusal, { current_state: status });
          const toBegin = { candidate, template, resumes: interview.id, firstQuestion: number! };
          return { ...(await beginInterview(tx, config, toBegin)), resumes: interview.id, next: number };
        },
      );
      log.info({ event: 'interview_resumed', interview_id: id, resumes }, 'an interview is resumed');
      response.location(`/api/interviews/${id}/flow/`);
      const json = { interview_id: id, resumes, status: 'pending', next_question: next, call_intent_id: intentId };
      return { status: 202, json };
    },
  ),
  route(
    {
      ...reading,
      path: '/api/interviews/:id/results',
      summary: 'What came out of an interview',
      answers: { 200: interviewResults },
    },
    async ({ read, params }) => {
      const interview = await read((tx) => getInterview(tx, params['id']!));
      const stage = interviewStage(interview);
      if (stage !== 'ready') throw notReady(stage, interview.failure);
      return { json: presentResults(interview) };
    },
  ),
  route(
    {
      ...changing,
      path: '/api/interviews/:id/decision',
      summary: 'Record what a person decided; it stands beside the recommendation',
      body: decisionBody,
      answers: { 201: decisionAnswer },
    },
    async ({ change, params, body: { decision, decided_by: decidedBy, note = null } }) => {
      const { id, saved } = await change({ event: 'interview.decided', entity: interviewEntity }, async (tx) => {
        const interview = await getInterview(tx, params['id']!);
        return { id: interview.id, saved: await recordDecision(tx, interview.id, { decision, decidedBy, note }) };
      });
      log.info({ event: 'interview_decided', interview_id: id, decision }, 'a person decided about an interview');
      return { status: 201, json: { interview_id: id, ...presentDecision(saved) } };
    },
  ),
  route(
    {
      ...changing,
      path: '/api/interviews/:id/rescore',
      summary: 'Score an interview again, as a new version',
      answers: { 202: rescoreAnswer },
    },
    async ({ change, response, params }) => {
      const { id, answers } = await change(
        { event: 'interview.rescore_requested', entity: interviewEntity },
        async (tx) => {
          const interview = await getInterview(tx, params['id']!);
          const count = await requestRescore(tx, interview.id);
          if (count > 0) return { id: interview.id, answers: count };
          throw new Problem('invalid_state_transition', 'There is no scored answer, or all are being scored already.', {
            stage: interviewStage(interview),
          });
        },
      );
      response.location(`/api/interviews/${id}/results/`);
      return { status: 202, json: { interview_id: id, answers, message: 'The scores will be a new version.' } };
    },
  ),
];

const staleness = (expected: number | undefined, next: number | null): string | null =>
  expected === undefined || expected === next ? null : `The request is stale: the next question is ${next}.`;

function notReady(stage: string, failure: string | null): Problem {
  const detail =
    stage === 'failed' ? `The interview failed: ${failure}.` : `The interview is ${stage}. Ask again later.`;
  return new Problem('not_ready', detail, { stage });
}
