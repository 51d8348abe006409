import type { CliConfig } from '../config.ts';
import { CliError } from '../cli-error.ts';
import type { InterviewApi } from './interview-api.ts';

export type DemoOptions = { script: string };

const CANDIDATE = { candidate_id: 1002, name: 'Robin Demo', phone: '+15085140388' };

const TEMPLATE = {
  job_description_id: 'de300000-0000-4000-8000-000000000002',
  title: 'Backend engineer, first talk',
  questions: [
    {
      text: 'Please tell me about a system that you have built, and what your part in it was.',
      time_limit_seconds: 90,
      rubric: 'Names a system, the own contribution and a result that can be measured.',
    },
    {
      text: 'Tell me about a failure in production, how you found its cause and what you changed.',
      time_limit_seconds: 90,
      rubric: 'Describes the search for the cause step by step and a lasting remedy.',
    },
    {
      text: 'How do you decide whether a change needs a test?',
      time_limit_seconds: 60,
      rubric: 'Weighs risk against effort and gives an example.',
    },
  ],
};

/** Sets the script of the simulated candidate and triggers an interview; returns its id. */
export async function triggerDemo(api: InterviewApi, config: CliConfig, { script }: DemoOptions): Promise<string> {
  await assignScript(config.simulatorUrl, script);
  const candidate = await api.post('/api/candidates/', CANDIDATE);
  const known = await isKnown(api);
  if (!known) await api.post('/api/interview-templates/', TEMPLATE);
  const triggered = await api.post('/api/trigger-interview/', {
    candidate_id: candidate.body['id'],
    job_description_id: TEMPLATE.job_description_id,
  });
  if (triggered.status === 409) throw new CliError(String(triggered.body['detail']));
  return String(triggered.body['interview_id']);
}

async function isKnown(api: InterviewApi): Promise<boolean> {
  const { data } = await api.get<{ data: { job_description_id: string }[] }>('/api/interview-templates/');
  return data.some((template) => template.job_description_id === TEMPLATE.job_description_id);
}

async function assignScript(simulatorUrl: string, script: string): Promise<void> {
  const body = JSON.stringify({ number: CANDIDATE.phone, script });
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body, signal: AbortSignal.timeout(5000) };
  const response = await fetch(`${simulatorUrl}/simulator/candidates`, request).catch((cause: unknown) => {
    throw new CliError(
      `The simulator at ${simulatorUrl} does not answer, so no candidate would pick up. Unset TWILIO_ACCOUNT_SID.`,
      {
        cause,
      },
    );
  });
  if (!response.ok) throw new CliError(`--script: ${await response.text()}`);
}
