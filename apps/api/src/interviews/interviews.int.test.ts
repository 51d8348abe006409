import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { recordInterviewFacts } from '@trunkline/db/interviews';
import { emptyInterviews } from '../../../../test/support/db/interviews.ts';
import { interviewCallbacks, interviewFacts, type Behaviour } from '../../../../test/support/db/interview-facts.ts';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';
import { callSid } from '../../test/store-test-rows.ts';

const KEY = { 'x-api-key': 'a-key-of-tests' };
const NOWHERE = '99999999-0000-4000-8000-000000000000';
let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({
    OWNED_PHONE_NUMBERS: '+16175006181',
    WEBHOOK_BASE_URL: 'https://calls.example.com',
    API_KEYS: `another-key,${KEY['x-api-key']}`,
    WHITELISTED_NUMBERS: '["+15085140320"]',
    TWILIO_ACCOUNT_SID: 'AC5ca1ab1e0ddba11f00dcafe0b0bca75e',
  });
});
afterAll(async () => api[Symbol.asyncDispose]());
beforeEach(() => emptyInterviews(api.db));

const post = (path: string, json: unknown = {}, headers: Record<string, string> = KEY) =>
  api.send(path, { method: 'POST', headers, json });
const get = (path: string) => api.send(path, { headers: KEY });

async function prepare({ phone = '+15085140320', questions = 5 } = {}): Promise<{
  candidate_id: string;
  job_description_id: string;
}> {
  const candidate = await post('/api/candidates/', { name: 'Ada Lovelace', phone });
  const template = await post('/api/interview-templates/', {
    title: 'Engineer',
    questions: Array.from({ length: questions }, (_, n) => ({
      text: `Question ${n + 1}?`,
      rubric: 'Names an example',
    })),
  });
  return {
    candidate_id: candidate.body['id'] as string,
    job_description_id: template.body['job_description_id'] as string,
  };
}
const trigger = async (options?: Parameters<typeof prepare>[0]): Promise<Body> =>
  (await post('/api/trigger-interview/', await prepare(options))).body;

/** What Twilio reports of a call in which the candidate behaves like this. */
async function play(id: string, ...behaviours: Behaviour[]): Promise<void> {
  const facts = interviewFacts(interviewCallbacks(id, callSid(1), behaviours));
  await api.db.transaction((tx) =>
    recordInterviewFacts(
      tx,
      facts.map((fact) => ({ ...fact, inboxId: null })),
    ),
  );
}

/** What worker-transcription writes. */
async function score(id: string, version = 1): Promise<void> {
  await api.db.pool.query(
    `update interview_responses set transcript = 'I built it.', transcript_status = 'done', score_status = 'done'
    where interview_id = $1 and recording_sid is not null`,
    [id],
  );
  await api.db.pool.query(
    `insert into interview_scores (response_id, version, score, feedback, evidence, model, prompt_version)
    select id, $2, 5 + question_number, 'Good', '["I built it."]', 'model', '1' from interview_responses
    where interview_id = $1 and recording_sid is not null`,
    [id, version],
  );
  await api.db.pool.query(
    `insert into interview_results (interview_id, version, overall_score, recommendation, strengths, areas_for_improvement, model, prompt_version)
    values ($1, $2, 7.5, 'advance', '["clear"]', '["depth"]', 'model', '1')`,
    [id, version],
  );
}

test('triggering creates the interview and its call intent, with URLs that carry all that the call needs', async () => {
  const input = await prepare();
  const { status, body, headers } = await post('/api/trigger-interview/', input);
  expect(status).toBe(201);
  expect(body).toMatchObject({ ...input, status: 'pending', first_question: 1, total_questions: 5 });
  const id = body['interview_id'] as string;
  expect(headers['location']).toBe(`/api/interviews/${id}/flow/`);
  const { rows } = await api.db.pool.query(
    'select kind, interview_id, to_number, from_number, voice_url, status_url, state from call_intents',
  );
  expect(rows).toEqual([
    {
      kind: 'interview',
      interview_id: id,
      to_number: '+15085140320',
      from_number: '+16175006181',
      voice_url: `https://calls.example.com/api/interviews/voice?attempt=1&interview_id=${id}&question_number=1`,
      status_url: `https://calls.example.com/api/webhooks/call-status/?intent_id=${String(body['call_intent_id'])}&interview_id=${id}`,
      state: 'queued',
    },
  ]);
});

test('JSON that curl sends as a form is read as JSON', async () => {
  const input = await prepare();
  const headers = { ...KEY, 'content-type': 'application/x-www-form-urlencoded' };
  expect((await post('/api/trigger-interview/', input, headers)).status).toBe(201);
});

test('a candidate can be given by the number that callbacks carry', async () => {
  await post('/api/candidates/', { candidate_id: 7, phone: '+15085140320' });
  const { job_description_id } = await prepare();
  expect((await post('/api/trigger-interview/', { candidate_id: 7, job_description_id })).status).toBe(201);
});

test.each<[string, object, number, string]>([
  [
    'nothing',
    { candidate_id: undefined, job_description_id: undefined },
    400,
    'Missing parameters: candidate_id, job_description_id.',
  ],
  ['no template', { job_description_id: '' }, 400, 'Missing parameters: job_description_id.'],
  ['an unknown candidate', { candidate_id: NOWHERE }, 404, 'No candidate'],
  ['an unknown template', { job_description_id: NOWHERE }, 404, 'No interview template'],
  ['nonsense for a template', { job_description_id: 'x' }, 404, 'No interview template'],
  ['an unknown version', { template_version: 9 }, 404, 'No interview template'],
  ['an unknown interview to resume', { resume: NOWHERE }, 404, 'No interview'],
])('triggering with %s is refused with the reason', async (_name, changes, status, detail) => {
  const answer = await post('/api/trigger-interview/', { ...(await prepare()), ...changes });
  expect(answer).toMatchObject({ status, body: { detail: expect.stringContaining(detail) } });
});

test('only whitelisted numbers are called', async () => {
  const input = await prepare({ phone: '+16175550100' });
  expect(await post('/api/trigger-interview/', input)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  expect((await api.db.pool.query('select from call_intents')).rows).toEqual([]);
});

test.each([
  ['a wrong key', { 'x-api-key': 'wrong' }],
  ['no key, though keys are configured', {}],
])('triggering with %s is refused', async (_name, headers) => {
  expect(await post('/api/trigger-interview/', await prepare(), headers as Record<string, string>)).toMatchObject({
    status: 401,
  });
});

test.each(['/api/interviews/1/flow/', '/api/candidates/1', '/api/interview-templates/1', '/api/twilio/debug/'])(
  'from another machine %s needs a key',
  async (path) => {
    const outside = { host: 'trunkline.example', 'x-forwarded-for': '203.0.113.9' };
    expect((await api.send(path, { headers: outside })).status).toBe(401);
    expect((await api.send(path, { headers: { ...outside, 'x-api-key': 'wrong' } })).status).toBe(401);
    expect([200, 404]).toContain((await api.send(path, { headers: { ...outside, ...KEY } })).status);
    expect((await api.send('/api/inbox', { headers: { ...outside, ...KEY } })).status).toBe(403);
  },
);

test('results are refused with the stage until the interview is scored', async () => {
  const id = (await trigger({ questions: 2 }))['interview_id'] as string;
  const stage = async () => {
    const { status, body } = await get(`/api/interviews/${id}/results/`);
    return [status, body['stage'] ?? body['recommendation']];
  };
  expect(await stage()).toEqual([409, 'pending']);
  await play(id, 'answers', 'answers');
  expect(await stage()).toEqual([409, 'transcribing']);
  await api.db.pool.query(`update interview_responses set transcript_status = 'done'`);
  expect(await stage()).toEqual([409, 'scoring']);
  await api.db.pool.query(`update interview_responses set score_status = 'done'`);
  expect(await stage()).toEqual([409, 'recommending']);
  await score(id);
  expect(await stage()).toEqual([200, 'advance']);
  expect((await get(`/api/interviews/${NOWHERE}/results/`)).status).toBe(404);
});

test('an interview whose call was not answered has no results, and the answer says why', async () => {
  const id = (await trigger())['interview_id'] as string;
  await play(id);
  expect(await get(`/api/interviews/${id}/results/`)).toMatchObject({
    status: 409,
    body: { stage: 'failed', detail: expect.stringContaining('hung-up') },
  });
});

test('an interview that ended early at question 3 is resumed from question 4, once, and keeps its answers', async () => {
  const id = (await trigger())['interview_id'] as string;
  const flow = `/api/interviews/${id}/flow/`;
  expect(await post(flow)).toMatchObject({ status: 409, body: { detail: 'Its call has not been placed yet.' } });
  await play(id, 'answers', 'answers', 'hangs-up');
  expect((await get(flow)).body).toMatchObject({
    status: 'partial',
    answered_questions: 3,
    next_question: 4,
    can_trigger_next: true,
  });
  expect(await post(flow, { question_number: 3 })).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('stale') },
  });
  const resumed = await post(flow, { question_number: 4 });
  expect(resumed).toMatchObject({ status: 202, body: { resumes: id, next_question: 4 } });
  expect((await post(flow)).status).toBe(409);
  const again = await get(`/api/interviews/${String(resumed.body['interview_id'])}/flow/`);
  expect(again.body).toMatchObject({ first_question: 4, next_question: 4, answered_questions: 3, resumes: id });
  const { rows } = await api.db.pool.query('select voice_url from call_intents order by created_at desc limit 1');
  expect(rows[0].voice_url).toMatch(/attempt=1&.*question_number=4$/);
});

test('resuming by the trigger is the same, and needs the same candidate', async () => {
  const { interview_id: id, candidate_id, job_description_id } = await trigger();
  await play(id as string, 'hangs-up');
  const other = await post('/api/candidates/', { phone: '+15085140320' });
  const body = { candidate_id, job_description_id, resume: id };
  expect((await post('/api/trigger-interview/', { ...body, candidate_id: other.body['id'] })).status).toBe(409);
  expect(await post('/api/trigger-interview/', body)).toMatchObject({
    status: 201,
    body: { first_question: 2, resumes: id },
  });
});

test('two requests at once resume an interview once', async () => {
  const id = (await trigger())['interview_id'] as string;
  await play(id, 'hangs-up');
  const answers = await Promise.all([1, 2, 3].map(() => post(`/api/interviews/${id}/flow/`)));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409, 409]);
});

test('a decision is stored with the recommendation, and a new score does not change it', async () => {
  const id = (await trigger({ questions: 1 }))['interview_id'] as string;
  await play(id, 'answers');
  expect((await post(`/api/interviews/${id}/rescore/`)).status).toBe(409);
  await score(id);
  const decision = { decision: 'reject', decided_by: 'grace@example.com', note: 'Not now' };
  expect(await post(`/api/interviews/${id}/decision/`, decision)).toMatchObject({ status: 201, body: decision });
  expect(await post(`/api/interviews/${id}/rescore/`)).toMatchObject({ status: 202, body: { answers: 1 } });
  const { body: meanwhile } = await get(`/api/interviews/${id}/results/`);
  expect(meanwhile).toMatchObject({ version: 1, is_being_rescored: true });
  await score(id, 2);
  const { body } = await get(`/api/interviews/${id}/results/`);
  expect(body).toMatchObject({ version: 2, recommendation: 'advance', is_being_rescored: false, decision });
  expect(body['responses']).toEqual([
    expect.objectContaining({
      question_number: 1,
      transcript: 'I built it.',
      score: 6,
      score_version: 2,
      evidence: ['I built it.'],
    }),
  ]);
});

test('a template gets a new version, and interviews keep the one they began with', async () => {
  const { interview_id: id, job_description_id } = await trigger({ questions: 2 });
  const path = `/api/interview-templates/${String(job_description_id)}`;
  const changed = await post('/api/interview-templates/', {
    job_description_id,
    title: 'Ingenieurin',
    language: 'de-DE',
    questions: [{ text: 'Wer sind Sie?', time_limit_seconds: 30 }],
  });
  expect(changed).toMatchObject({ status: 201, body: { version: 2, language: 'de-DE', voice: 'Polly.Vicki-Neural' } });
  expect((await get(path)).body).toMatchObject({ version: 2 });
  expect((await get(`${path}?version=1`)).body).toMatchObject({ version: 1, language: 'en-US' });
  expect((await get(`${path}/versions`)).body['data']).toHaveLength(2);
  expect((await get('/api/interview-templates/')).body['data']).toEqual([expect.objectContaining({ version: 2 })]);
  expect((await get(`/api/interviews/${String(id)}/flow/`)).body).toMatchObject({
    template: { version: 1 },
    total_questions: 2,
  });
  const remove = (version: number) => api.send(`${path}?version=${version}`, { method: 'DELETE', headers: KEY });
  expect([(await remove(1)).status, (await remove(2)).status, (await remove(2)).status]).toEqual([409, 204, 404]);
});

test.each([
  ['no question', { questions: [] }],
  ['an unknown language', { language: 'tlh' }],
  ['no time to answer', { questions: [{ text: 'Why?', time_limit_seconds: 0 }] }],
])('a template with %s is refused', async (_name, changes) => {
  const answer = await post('/api/interview-templates/', { title: 'T', questions: [{ text: 'Why?' }], ...changes });
  expect(answer.status).toBe(422);
});

test('analytics show completion, the distribution of scores and the time per question', async () => {
  const input = await prepare({ questions: 2 });
  const begin = async () => (await post('/api/trigger-interview/', input)).body['interview_id'] as string;
  const [full, broken] = [await begin(), await begin()];
  await begin();
  await play(full, 'answers', 'answers-late');
  await play(broken, 'hangs-up');
  await score(full);
  const { status, body } = await get(`/api/interview-templates/${input.job_description_id}/analytics`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    interviews: { total: 3, open: 1, completed: 1, partial: 1, failed: 0, completion_rate: 0.5 },
    scores: { count: 1, mean: 7.5, median: 7.5, lowest: 7.5, highest: 7.5 },
    recommendations: { advance: 1 },
    questions: [
      { question_number: 1, question: 'Question 1?', answered: 2, mean_seconds: 6, repeated: 0, scores: { mean: 6 } },
      { question_number: 2, answered: 1, mean_seconds: 7, repeated: 1, scores: { mean: 7 } },
    ],
  });
});

test('the configuration is shown without secrets', async () => {
  const { status, body } = await get('/api/twilio/debug/');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    account_sid: 'AC5c…a75e',
    phone_number: '+16175006181',
    webhook_urls: {
      record_response: 'https://calls.example.com/api/webhooks/record-response/',
      number_voice: 'https://calls.example.com/webhooks/twilio/voice-inbound#rc=5&rp=all',
      number_status: 'https://calls.example.com/webhooks/twilio/voice-status#rc=5&rp=all',
    },
    whitelist: { is_on: true, numbers: 1 },
  });
  expect(JSON.stringify(body)).not.toMatch(/a-key-of-tests|another-key|5ca1ab1e/);
});

test('recordings are listed with the question that they answer, page by page', async () => {
  const id = (await trigger({ questions: 2 }))['interview_id'] as string;
  await play(id, 'answers', 'answers');
  await api.db.pool.query(`
    insert into call_recordings (recording_sid, call_sid, status, announced_at, updated_at)
    select recording_sid, '${callSid(1)}', 'completed', now(), now() from interview_responses order by question_number`);
  const first = await get(`/api/twilio/recordings/?interview_id=${id}&limit=1`);
  expect(first.body).toMatchObject({
    data: [{ interview_id: id, question_number: 2, custody: 'announced' }],
    page: { has_more: true },
  });
  const { next_cursor: cursor } = first.body['page'] as { next_cursor: string };
  const second = await get(`/api/twilio/recordings/?interview_id=${id}&limit=1&cursor=${cursor}`);
  expect(second.body).toMatchObject({ data: [{ question_number: 1 }], page: { has_more: false } });
});

test('interviews are listed, the latest first, by pages and by filters, with their latest result', async () => {
  const one = await prepare();
  const other = await prepare({ questions: 2 });
  const ids: string[] = [];
  for (const input of [one, other, one])
    ids.unshift((await post('/api/trigger-interview/', input)).body['interview_id'] as string);
  await play(ids[0]!, 'answers', 'answers', 'answers', 'answers', 'answers');
  await score(ids[0]!);
  await score(ids[0]!, 2);
  type Listed = { interview_id: string };
  const list = async (query = '') =>
    (await get(`/api/interviews?${query}`)).body as unknown as { data: Listed[]; page: { next_cursor: string } };
  const listed = async (query?: string) => (await list(query)).data.map(({ interview_id: id }) => id);

  expect((await list()).data[0]).toMatchObject({
    interview_id: ids[0],
    candidate: { name: 'Ada Lovelace' },
    template: { title: 'Engineer', version: 1 },
    answered_questions: 5,
    total_questions: 5,
    overall_score: 7.5,
    recommendation: 'advance',
  });
  expect(await listed()).toEqual(ids);
  const first = await list('limit=2');
  const rest = await list(`limit=2&cursor=${first.page.next_cursor}`);
  expect([...first.data, ...rest.data].map(({ interview_id: id }) => id)).toEqual(ids);
  expect(rest.page.next_cursor).toBeNull();
  expect(await listed(`job_description_id=${other.job_description_id}`)).toEqual([ids[1]]);
  expect(await listed('status=pending,calling')).toEqual(ids.slice(1));
  expect((await get('/api/interviews?status=done')).body['detail']).toContain('expected one of pending, calling');
});
