import { uuidParam } from '@trunkline/api-contract/http';
import {
  interviewDecision,
  interviewFlow,
  interviewResults,
  interviewsPage,
  interviewsQuery,
  interviewToResume,
  recordedDecision,
  requestedRescore,
  resumedInterview,
} from '@trunkline/api-contract/interviews';
import { INTERVIEW_POSITION, listInterviews, recordDecision, requestRescore } from '@trunkline/db/interviews';
import type { Logger } from '@trunkline/service';
import type { ApiConfig } from '../config.ts';
import type { DialRules } from '../dialing/dial-request.ts';
import { answerPage } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { beginInterview } from './begin-interview.ts';
import { getInterview, interviewEntity } from './get-interview.ts';
import { interviewStage, nextQuestion, refusalToResume } from './interview-stage.ts';
import { presentDecision, presentFlow, presentResults, presentSummary } from './present-interview.ts';

const ofId = { id: uuidParam('interview') };
const reading = { method: 'get', permission: 'interviews.read', tag: 'Interviews', params: ofId } as const;
const changing = { method: 'post', permission: 'interviews.manage', tag: 'Interviews', params: ofId } as const;

type Parts = { config: ApiConfig; dialing: DialRules; log: Logger };

export const interviewRoutes = ({ config, dialing, log }: Parts): Route[] => [
  route(
    {
      operationId: 'listInterviews',
      method: 'get',
      path: '/api/interviews',
      permission: 'interviews.read',
      tag: 'Interviews',
      summary: 'List interviews',
      description:
        'Lists interviews, the latest first, each with its candidate, its question set and its latest result.',
      query: interviewsQuery,
      answers: { 200: interviewsPage },
    },
    async (context) => {
      const { status: statuses, job_description_id: jobDescriptionId, candidate_id: candidateId } = context.query;
      return answerPage(context, (tx, at) => listInterviews(tx, { statuses, jobDescriptionId, candidateId }, at), {
        cursor: INTERVIEW_POSITION,
        cursorOf: ({ position }) => position,
        item: presentSummary,
      });
    },
  ),
  route(
    {
      ...reading,
      operationId: 'getInterviewFlow',
      path: '/api/interviews/:id/flow',
      summary: 'Get the progress of an interview',
      description: 'Returns the state of an interview, its next question, and the answers with their transcripts.',
      answers: { 200: interviewFlow },
    },
    async ({ read, params: { id } }) => ({ json: presentFlow(await read((tx) => getInterview(tx, id))) }),
  ),
  route(
    {
      ...changing,
      operationId: 'resumeInterview',
      path: '/api/interviews/:id/flow',
      summary: 'Resume an interview',
      description:
        'Continues an unfinished interview by another call, from its first open question. 409 while its call is in progress, or if no question is open.',
      body: interviewToResume,
      bodyIsOptional: true,
      idempotent: true,
      sends: ['Location'],
      answers: { 202: resumedInterview },
    },
    async ({ change, actor, response, params: { id: before }, body: { question_number: expected } }) => {
      const { id, intentId, resumes, next } = await change(
        { event: 'interview.resumed', entity: interviewEntity },
        async (tx) => {
          const interview = await getInterview(tx, before);
          const { status, candidate, template } = interview;
          const number = nextQuestion(interview);
          const refusal = refusalToResume(interview) ?? staleness(expected, number);
          if (refusal !== null) throw new Problem('invalid_state_transition', refusal, { current_state: status });
          const toBegin = { candidate, template, resumes: interview.id, firstQuestion: number! };
          return {
            ...(await beginInterview(tx, { config, dialing, actor }, toBegin)),
            resumes: interview.id,
            next: number,
          };
        },
      );
      log.info({ event: 'interview_resumed', interview_id: id, resumes }, 'An interview was resumed');
      response.location(`/api/interviews/${id}/flow/`);
      const json = { interview_id: id, resumes, status: 'pending', next_question: next, call_intent_id: intentId };
      return { status: 202, json };
    },
  ),
  route(
    {
      ...reading,
      operationId: 'getInterviewResults',
      path: '/api/interviews/:id/results',
      summary: 'Get the results of an interview',
      description:
        'Returns scores, recommendation and the decisions of people. 409 (not_ready) with the stage until the interview is scored.',
      answers: { 200: interviewResults },
    },
    async ({ read, params: { id } }) => {
      const interview = await read((tx) => getInterview(tx, id));
      const stage = interviewStage(interview);
      if (stage !== 'ready') throw notReady(stage, interview.failure);
      return { json: presentResults(interview) };
    },
  ),
  route(
    {
      ...changing,
      operationId: 'decideInterview',
      path: '/api/interviews/:id/decision',
      summary: 'Record a decision about an interview',
      description: 'Records the decision of a person. It is stored with the recommendation and changes no score.',
      body: interviewDecision,
      answers: { 201: recordedDecision },
    },
    async ({ change, params, body: { decision, decided_by: decidedBy, note = null } }) => {
      const { id, saved } = await change({ event: 'interview.decided', entity: interviewEntity }, async (tx) => {
        const interview = await getInterview(tx, params.id);
        return { id: interview.id, saved: await recordDecision(tx, interview.id, { decision, decidedBy, note }) };
      });
      log.info(
        { event: 'interview_decided', interview_id: id, decision },
        'A decision about an interview was recorded',
      );
      return { status: 201, json: { interview_id: id, ...presentDecision(saved) } };
    },
  ),
  route(
    {
      ...changing,
      operationId: 'rescoreInterview',
      path: '/api/interviews/:id/rescore',
      summary: 'Score an interview again',
      description:
        'Requests new scores of all scored answers. They become a new version; the previous one stays stored. 409 if no answer is scored.',
      sends: ['Location'],
      answers: { 202: requestedRescore },
    },
    async ({ change, response, params }) => {
      const { id, answers } = await change(
        { event: 'interview.rescore_requested', entity: interviewEntity },
        async (tx) => {
          const interview = await getInterview(tx, params.id);
          const count = await requestRescore(tx, interview.id);
          if (count > 0) return { id: interview.id, answers: count };
          throw new Problem(
            'invalid_state_transition',
            'The interview has no scored answer, or all of them are being scored.',
            { stage: interviewStage(interview) },
          );
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
    stage === 'failed' ? `The interview failed: ${failure}.` : `The interview is ${stage}. Retry in a moment.`;
  return new Problem('not_ready', detail, { stage });
}
