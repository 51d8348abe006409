import { digestOf, newToken } from '@trunkline/access';
import { openDatabase, unscoped } from '@trunkline/db/connection';
import { createLoginLink, createProfile, findProfileByName } from '@trunkline/db/identity';
import type { LocalConfig } from './config.ts';

const PERSON = { name: 'demo', role: 'superadmin', phoneNumber: null, passwordHash: null } as const;

/** Returns a link that logs the superadmin `demo` in once, within ten minutes. */
export async function createDemoLogin(databaseUrl: string, apiPort: number): Promise<string> {
  await using db = openDatabase(databaseUrl, 'launcher', { maxConnections: 1 });
  const tx = unscoped(db);
  const token = newToken();
  const person = (await createProfile(tx, PERSON)) ?? (await findProfileByName(tx, PERSON.name));
  await createLoginLink(tx, digestOf(token), person!.id);
  return `http://127.0.0.1:${apiPort}/login?token=${token}`;
}

const CANDIDATE = { candidate_id: 1001, name: 'Sam Tour', phone: '+15085140377' };

const TEMPLATE = {
  job_description_id: 'de300000-0000-4000-8000-000000000001',
  title: 'Tour: a short interview',
  questions: [
    { text: 'Please tell me about a project that you are proud of.', rubric: 'Names a project and a result.' },
    { text: 'What would you do in your first month with us?', rubric: 'Gives concrete steps.' },
  ],
};

/**
 * Triggers an interview of a simulated candidate and returns the URL that shows its progress. Prints a failure and returns
 * undefined: everything else runs without it.
 */
export async function startDemoInterview(
  config: Pick<LocalConfig, 'API_PORT' | 'API_KEYS'>,
  say: (line: string) => void,
): Promise<string | undefined> {
  const origin = `http://127.0.0.1:${config.API_PORT}`;
  const [key] = config.API_KEYS;
  const headers = { 'content-type': 'application/json', ...(key && { 'x-api-key': key }) };
  const send = async (path: string, body?: object): Promise<Record<string, unknown>> => {
    const content = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    const response = await fetch(`${origin}${path}`, { ...content, headers, signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  };
  try {
    const { id } = await send('/api/candidates/', CANDIDATE);
    const { data } = await send('/api/interview-templates/');
    const { job_description_id } = TEMPLATE;
    const isKnown = (data as { job_description_id: string }[]).some(
      (row) => row.job_description_id === job_description_id,
    );
    if (!isKnown) await send('/api/interview-templates/', TEMPLATE);
    const { interview_id } = await send('/api/trigger-interview/', { candidate_id: id, job_description_id });
    return `${origin}/api/interviews/${String(interview_id)}/flow/`;
  } catch (error) {
    say(`The demo interview could not be started: ${(error as Error).message}`);
    return undefined;
  }
}
