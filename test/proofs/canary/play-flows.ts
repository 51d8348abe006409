import { randomUUID } from 'node:crypto';
import { eventually } from '../../support/eventually.ts';
import type { CanaryName } from './canaries.ts';
import type { CanaryStack } from './open-stack.ts';
import { sendCallbacks } from './send-callbacks.ts';

/** Secrets made on the way (keys, sessions, signed URLs, transcripts), and the refusals of the API. */
export type Collected = { secrets: Map<string, string>; refusals: string[] };
type Api = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
type Answer = { status: number; body: Record<string, unknown>; text: string; headers: Headers };

/** Sends every canary through its flow, and waits until the system is done with it. */
export async function playFlows(stack: CanaryStack, canaries: Record<CanaryName, string>): Promise<Collected> {
  const collected: Collected = { secrets: new Map(), refusals: [] };
  const api = openApi(stack, canaries);
  await sendCallbacks(stack, canaries);
  await playInterview(stack, api, canaries, collected);
  await playOrder(stack, api, canaries, collected);
  await playMistakes(stack, canaries, collected);
  return collected;
}

const openApi =
  ({ apps }: CanaryStack, { boardPassword }: Record<CanaryName, string>): Api =>
  async (method, path, body, headers = { authorization: `Basic ${btoa(`admin:${boardPassword}`)}` }) => {
    const content = body === undefined ? {} : { 'content-type': 'application/json' };
    const sent = typeof body === 'string' ? body : JSON.stringify(body);
    const url = `${apps['api']!.url}${path}`;
    const response = await fetch(url, {
      method,
      headers: { ...content, ...headers },
      ...(body !== undefined && { body: sent }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, body: isJson ? JSON.parse(text) : {}, text, headers: response.headers };
  };

/** The body of an answer that must succeed, since later steps need it. */
async function bodyOf(answer: Promise<Answer>): Promise<Answer['body']> {
  const { status, body, text } = await answer;
  if (status >= 300) throw new Error(`${status}: ${text}`);
  return body;
}

async function playInterview(
  { db }: CanaryStack,
  api: Api,
  canaries: Record<CanaryName, string>,
  { secrets }: Collected,
): Promise<void> {
  const key = { 'x-api-key': canaries.apiKey };
  const candidate = await bodyOf(
    api('POST', '/api/candidates', { name: canaries.candidateName, phone: canaries.candidate }, key),
  );
  const questions = [{ text: `What of ${canaries.question}?`, rubric: canaries.rubric, time_limit_seconds: 60 }];
  const template = await bodyOf(api('POST', '/api/interview-templates', { title: 'Canary', questions }, key));
  const toTrigger = { candidate_id: candidate['id'], job_description_id: template['job_description_id'] };
  const headers = { ...key, 'idempotency-key': canaries.idempotencyKey };
  const { interview_id: id } = await bodyOf(api('POST', '/api/trigger-interview', toTrigger, headers));
  await eventually(
    async () => {
      const { status, text } = await api('GET', `/api/interviews/${String(id)}/results`, undefined, key);
      if (status !== 200) throw new Error(text);
    },
    { timeoutMs: 120_000 },
  );
  const decision = { decision: 'hold', decided_by: canaries.decidedBy, note: canaries.decisionNote };
  await bodyOf(api('POST', `/api/interviews/${String(id)}/decision`, decision, key));
  const { rows } = await db.pool.query<{ transcript: string }>(
    'select transcript from interview_responses where transcript is not null',
  );
  for (const [n, { transcript }] of rows.entries()) secrets.set(`transcript ${n + 1}`, transcript.slice(0, 40));
  const { rows: stored } = await db.pool.query<{ sid: string }>(
    `select recording_sid as sid from call_recordings where custody = 'stored'`,
  );
  const recording = await bodyOf(api('GET', `/api/recordings/${stored[0]!.sid}`));
  secrets.set('signed URL', String(recording['audio_url']).split('/').at(-1)!);
  await fetch(new URL(String(recording['audio_url']), 'http://127.0.0.1').href).catch(() => {});
}

async function playOrder(
  { db, apps, receiver }: CanaryStack,
  api: Api,
  canaries: Record<CanaryName, string>,
  { secrets }: Collected,
): Promise<void> {
  const person = async (name: string, role: string, number: string) =>
    (await bodyOf(api('POST', '/api/users', { name, role, phone_number: number, password: canaries.password })))['id'];
  const client = await person(canaries.clientName, 'client', canaries.client);
  const reader = await person(canaries.readerName, 'reader', canaries.reader);
  const login = await api('POST', '/api/login', { name: canaries.clientName, password: canaries.password }, {});
  secrets.set('session', /=([^;]+)/.exec(login.headers.get('set-cookie') ?? '')![1]!);
  const { key } = await bodyOf(api('POST', '/api/keys', { profile_id: client, label: 'canary' }));
  secrets.set('API key', String(key));
  const headers = { 'x-api-key': String(key) };
  const endpoint = { url: `${receiver.url}/${canaries.webhookPath}`, events: ['*'] };
  secrets.set('webhook secret', String((await bodyOf(api('POST', '/api/webhook-endpoints', endpoint)))['secret']));
  await bodyOf(api('POST', '/api/campaigns', { name: canaries.campaignName }));
  const { id: order } = await bodyOf(
    api('POST', '/api/orders', { client_id: client, reader_id: reader, note: canaries.orderNote }),
  );
  const at = new Date(Date.now() + 3_600_000).toISOString();
  await bodyOf(api('POST', '/api/calls/schedule', { order_id: order, scheduled_at: at }, headers));
  const { call_id: call } = await bodyOf(api('POST', `/api/calls/${String(order)}/start`, undefined, headers));
  await eventually(
    async () => {
      const { rows } = await db.pool.query('select status from calls where id = $1', [call]);
      if (rows[0].status !== 'in-progress') throw new Error(`the call is ${rows[0].status}`);
    },
    { timeoutMs: 60_000 },
  );
  receiver.answers.push(500); // the delivery is retried, and the log says why
  const siren = await bodyOf(
    api('POST', `/api/calls/${String(call)}/siren`, { alert_type: 'emergency', reason: canaries.sirenReason }, headers),
  );
  await bodyOf(api('POST', `/api/sirens/${String(siren['id'])}/acknowledge`));
  await bodyOf(api('POST', `/api/sirens/${String(siren['id'])}/resolve`, { resolution: canaries.sirenResolution }));
  await api('POST', `/api/calls/${String(call)}/recording/start`);
  await bodyOf(api('POST', `/api/calls/${String(call)}/drop`, { reason: canaries.dropReason }, headers));
  await eventually(
    async () => {
      const { rows } = await db.pool.query(
        `select count(*)::integer as open from webhook_deliveries where state <> 'delivered'`,
      );
      if (rows[0].open > 0 || receiver.received.length === 0) throw new Error(`${rows[0].open} deliveries are open`);
    },
    { timeoutMs: 30_000 },
  );
  await fetch(`${apps['api']!.url}/events/stats`, { headers });
}

/** Every kind of wrong request, with a canary in it; the answers are kept, to be searched. */
async function playMistakes(
  { apps }: CanaryStack,
  canaries: Record<CanaryName, string>,
  { refusals }: Collected,
): Promise<void> {
  const url = apps['api']!.url;
  const key = { 'x-api-key': canaries.apiKey };
  const send = async (path: string, options: RequestInit) => {
    const response = await fetch(`${url}${path}`, options);
    refusals.push(`${[...response.headers].join('\n')}\n${await response.text()}`);
    if (response.status < 400) throw new Error(`${path} was not refused`);
  };
  const json = { 'content-type': 'application/json' };
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    send(path, { method: 'POST', headers: { ...json, ...headers }, body });
  await post('/api/login', JSON.stringify({ name: canaries.clientName, password: canaries.wrongPassword }));
  await post('/api/login', JSON.stringify({ name: canaries.wrongName, password: canaries.wrongPassword }));
  // a value that Postgres cannot store: its error quotes the value
  await post('/api/login', JSON.stringify({ name: `${canaries.wrongName}\0`, password: canaries.wrongPassword }));
  const drop = JSON.stringify({ reason: `${canaries.malformedBody}\0` });
  await post('/api/calls/1/drop', drop, { authorization: `Basic ${btoa(`admin:${canaries.boardPassword}`)}` });
  for (const headers of [
    { 'x-api-key': canaries.wrongKey },
    { authorization: `Bearer ${canaries.wrongToken}` },
    { authorization: `Bearer trk_${canaries.wrongKey}` },
    { authorization: `Basic ${btoa(`admin:${canaries.wrongBoardPassword}`)}` },
    { authorization: canaries.wrongToken },
    { cookie: `trunkline_session=${canaries.wrongToken}` },
  ])
    await send('/api/calls', { headers });
  await send(`/login?token=${canaries.wrongToken}`, {});
  await send(`/media/recordings/${canaries.wrongToken}`, {});
  await post('/api/candidates', `{"name": "${canaries.malformedBody}", "phone": `, key);
  await post('/api/candidates', JSON.stringify({ name: canaries.malformedBody, phone: canaries.malformedValue }), key);
  await post(
    '/api/candidates',
    JSON.stringify({ name: 7, phone: canaries.malformedNumber, [randomUUID()]: canaries.malformedBody }),
    key,
  );
  await post('/api/candidates', `name=${canaries.malformedBody}`, { ...key, 'content-type': 'text/plain' });
  await post(
    '/api/trigger-interview',
    JSON.stringify({ candidate_id: canaries.malformedValue, job_description_id: canaries.malformedValue }),
    key,
  );
  await post('/api/trigger-interview', JSON.stringify({ candidate_id: 1 }), {
    ...key,
    'idempotency-key': `${canaries.malformedHeader} `,
  });
  await send(`/api/candidates?call_status=${canaries.malformedQuery}`, { headers: key });
  await send(`/api/candidates?limit=${canaries.malformedQuery}`, { headers: key });
  await send(`/api/candidates?cursor=${canaries.malformedQuery}`, { headers: key });
}
