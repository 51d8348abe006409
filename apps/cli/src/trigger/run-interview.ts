import type { interviewFlow, interviewResults, triggeredInterview } from '@trunkline/api-contract/interviews';
import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { output } from 'zod';
import type { Api } from '../api/open-api.ts';
import { check, type Check } from './check-facts.ts';
import type { InterviewScenario } from './scenarios/index.ts';

const LOOK_EVERY_MS = 400;

const TEMPLATE = {
  job_description_id: 'de300000-0000-4000-8000-000000000003',
  title: 'Interview of trunkline trigger',
  questions: [
    {
      text: 'Please tell me about a system that you have built.',
      time_limit_seconds: 60,
      rubric: 'Names a system, the own contribution and a result that can be measured.',
    },
    {
      text: 'How do you find the cause of a failure in production?',
      time_limit_seconds: 60,
      rubric: 'Describes the search for the cause step by step.',
    },
  ],
};

/** Stages after which nothing is expected to change, at the latest after this time. */
const ENDS: ReadonlySet<string> = new Set(['ready', 'failed']);
const LATER_CHANGES_MS = 5000;

type Flow = output<typeof interviewFlow>;
type Results = output<typeof interviewResults>;
export type InterviewRun = { interviewId: string; callSid: string | null; seconds: number; checks: Check[] };

/** Has Trunkline interview the candidate of the scenario, by the API; returns the id of the interview. */
export async function startInterview(api: Api, { name, candidate }: InterviewScenario): Promise<string> {
  // A candidate of its own for each run: one who is being interviewed cannot be called again.
  const person = { candidate_id: randomInt(1e6, 5e8), name: `Candidate of ${name}`, phone: candidate };
  const { id } = await api.post<{ id: string }>('/api/candidates', person);
  const { data } = await api.get<{ data: { job_description_id: string }[] }>('/api/interview-templates');
  const { job_description_id: template } = TEMPLATE;
  if (!data.some((row) => row.job_description_id === template)) await api.post('/api/interview-templates', TEMPLATE);
  const order = { candidate_id: id, job_description_id: template };
  return (await api.post<output<typeof triggeredInterview>>('/api/trigger-interview', order)).interview_id;
}

/** Follows an interview until all is as expected, or until the scenario's time is over. */
export async function followInterview(
  api: Api,
  interviewId: string,
  scenario: InterviewScenario,
  { signal, onStage }: { signal: AbortSignal; onStage: (stage: string) => void },
): Promise<InterviewRun> {
  const began = performance.now();
  let endedAt: number | undefined;
  for (;;) {
    const flow = await api.get<Flow>(`/api/interviews/${interviewId}/flow`);
    onStage(flow.stage);
    const results = flow.stage === 'ready' ? await api.get<Results>(`/api/interviews/${interviewId}/results`) : null;
    const checks = checkInterview(scenario, flow, results);
    const seconds = Math.round((performance.now() - began) / 1000);
    if (ENDS.has(flow.stage)) endedAt ??= performance.now();
    const isFinal = endedAt !== undefined && performance.now() - endedAt > LATER_CHANGES_MS;
    if (isFinal || seconds > scenario.withinSeconds || checks.every(({ ok }) => ok))
      return { interviewId, callSid: flow.call_sid, seconds, checks };
    await delay(LOOK_EVERY_MS, undefined, { signal });
  }
}

function checkInterview({ expectInterview: expect }: InterviewScenario, flow: Flow, results: Results | null): Check[] {
  const scored = results?.responses.filter(({ score }) => score !== null).length ?? 0;
  return [
    check('stage', expect.stage, flow.stage),
    expect.failure !== undefined && check('failure', expect.failure, flow.failure ?? 'none'),
    expect.answered !== undefined && check('answered questions', expect.answered, flow.answered_questions),
    expect.stage === 'ready' && check('scores', flow.answered_questions, scored),
    expect.recommendation && check('recommendation', expect.recommendation, results?.recommendation ?? 'none'),
  ].filter((each) => each !== false && each !== undefined);
}
