/** The interview service: trigger, webhooks, question by question, results, and its debug endpoints. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Body } from '../../apps/api/test/open-test-api.ts';
import { callSid } from '../support/twilio/callbacks.ts';
import { emptyTables } from '../support/db/inbox.ts';
import { emptyInterviews } from '../support/db/interviews.ts';
import { openSourceSystem, ORIGIN, type SourceSystem } from '../support/api/source-system.ts';

let system: SourceSystem;
beforeAll(async () => void (system = await openSourceSystem()));
afterAll(async () => system?.[Symbol.asyncDispose]());
beforeEach(async () => {
  await emptyTables(system.db);
  await emptyInterviews(system.db);
});

const SID = callSid(1);
const CALL = { CallSid: SID, From: '+16175006181', To: '+15085140320', Direction: 'outbound-api' };

async function post(path: string, json: object = {}): Promise<Body> {
  const { status, body } = await system.api.send(path, { method: 'POST', json });
  expect([200, 201, 202]).toContain(status);
  return body;
}
const get = async (path: string): Promise<Body> => {
  const { status, body } = await system.api.send(path);
  expect(status).toBe(200);
  return body;
};

/** Triggers an interview; returns its id. */
async function trigger(): Promise<string> {
  const candidate = await post('/api/candidates/', { name: 'Ada Lovelace', phone: '+15085140320' });
  const questions = [{ text: 'Who are you?' }, { text: 'What did you build?' }];
  const template = await post('/api/interview-templates/', { title: 'Engineer', questions });
  const { job_description_id } = template;
  const begun = await post('/api/trigger-interview/', { candidate_id: candidate['id'], job_description_id });
  return String(begun['interview_id']);
}

const callStatus = (id: string, status: string, sequence: number, more = {}) =>
  system.twilio(`/api/webhooks/call-status/?interview_id=${id}`, {
    ...CALL,
    CallStatus: status,
    CallbackSource: 'call-progress-events',
    SequenceNumber: `${sequence}`,
    Timestamp: `Thu, 12 Feb 2026 11:48:0${sequence} +0000`,
    ...more,
  });
const voice = (id: string) =>
  system.twilio(`/api/interviews/voice?attempt=1&interview_id=${id}&question_number=1`, {
    ...CALL,
    CallStatus: 'in-progress',
  });
const recordingSid = (question: number) => `RE${String(question).padStart(32, '0')}`;
const recorded = (id: string, question: number) =>
  system.twilio(`/api/webhooks/record-response/?interview_id=${id}&question_number=${question}&attempt=1`, {
    ...CALL,
    CallStatus: 'in-progress',
    Digits: '#',
    RecordingSid: recordingSid(question),
    RecordingUrl: `https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/${recordingSid(question)}`,
    RecordingDuration: '9',
  });

/** Sends the callbacks of the whole call: answered, two questions, two recordings, the end. */
async function holdInterview(id: string): Promise<void> {
  await callStatus(id, 'in-progress', 2);
  await voice(id);
  await recorded(id, 1);
  await recorded(id, 2);
  await callStatus(id, 'completed', 3, { CallDuration: '61' });
}

/** Inserts the results of transcription and scoring. */
async function score(id: string): Promise<void> {
  await system.db.pool.query(
    `update interview_responses set transcript = 'I built it.', transcript_status = 'done', score_status = 'done' where interview_id = $1`,
    [id],
  );
  await system.db.pool.query(
    `insert into interview_scores (response_id, version, score, feedback, evidence, model, prompt_version)
    select id, 1, 8, 'Clear', '["I built it."]', 'model', '1' from interview_responses where interview_id = $1`,
    [id],
  );
  await system.db.pool.query(
    `insert into interview_results (interview_id, version, overall_score, recommendation, strengths, areas_for_improvement, model, prompt_version)
    values ($1, 1, 8, 'advance', '["clear"]', '["depth"]', 'model', '1')`,
    [id],
  );
}

test('1. POST /api/trigger-interview/ creates the interview and initiates its call', async () => {
  const id = await trigger();
  expect(await get(`/api/interviews/${id}/flow/`)).toMatchObject({
    status: 'pending',
    total_questions: 2,
    next_question: 1,
  });
  const { rows } = await system.db.pool.query('select to_number, voice_url, status_url from call_intents');
  expect(rows).toEqual([
    {
      to_number: '+15085140320',
      voice_url: `${ORIGIN}/api/interviews/voice?attempt=1&interview_id=${id}&question_number=1`,
      status_url: expect.stringMatching(`${ORIGIN}/api/webhooks/call-status/\\?intent_id=[^&]+&interview_id=${id}`),
    },
  ]);
});

test('2. the first document welcomes, asks the first question and records the answer', async () => {
  const { text, type } = await voice(await trigger());
  expect(type).toBe('text/xml; charset=utf-8');
  expect(text).toContain('Who are you?');
  expect(text).toMatch(/<Record [^>]*action="[^"]*\/api\/webhooks\/record-response\/[^"]*question_number=1/);
});

test('3. /api/webhooks/record-response/ stores the recording and answers with the next question', async () => {
  const id = await trigger();
  const { text } = await recorded(id, 1);
  expect(text).toContain('What did you build?');
  expect(await get(`/api/interviews/${id}/flow/`)).toMatchObject({
    answered_questions: 1,
    responses: [
      { question_number: 1, question: 'Who are you?', recording_sid: recordingSid(1), transcript_status: 'waiting' },
    ],
  });
});

test('4. after the last answer the document says goodbye, and the interview completes', async () => {
  const id = await trigger();
  await holdInterview(id);
  const { text } = await recorded(id, 2);
  expect(text).toContain('<Hangup/>');
  expect(await get(`/api/interviews/${id}/flow/`)).toMatchObject({ status: 'completed', answered_questions: 2 });
});

test('5. GET /api/interviews/:id/results/ has scores, recommendation, strengths and areas for improvement', async () => {
  const id = await trigger();
  await holdInterview(id);
  await score(id);
  expect(await get(`/api/interviews/${id}/results/`)).toMatchObject({
    overall_score: 8,
    recommendation: 'advance',
    strengths: ['clear'],
    areas_for_improvement: ['depth'],
    responses: [1, 2].map((n) => ({ question_number: n, transcript: 'I built it.', score: 8, feedback: 'Clear' })),
  });
});

test('POST /api/interviews/:id/flow/ triggers the next question of an interview that broke off', async () => {
  const id = await trigger();
  await callStatus(id, 'in-progress', 2);
  await recorded(id, 1);
  await callStatus(id, 'completed', 3, { CallDuration: '20' });
  expect(await get(`/api/interviews/${id}/flow/`)).toMatchObject({ status: 'partial', next_question: 2 });
  expect(await post(`/api/interviews/${id}/flow/`)).toMatchObject({ resumes: id, next_question: 2 });
});

test.each(['busy', 'no-answer', 'failed'])('a call that is %s marks the interview as failed', async (status) => {
  const id = await trigger();
  await callStatus(id, status, 3);
  expect(await get(`/api/interviews/${id}/flow/`)).toMatchObject({ status: 'failed', failure: expect.any(String) });
});

test('/api/webhooks/recording-status/ stores the status of a recording, which /api/twilio/recordings/ lists', async () => {
  const id = await trigger();
  await recorded(id, 1);
  const done = { CallSid: SID, RecordingSid: recordingSid(1), RecordingStatus: 'completed', RecordingDuration: '9' };
  const answer = await system.twilio(
    `/api/webhooks/recording-status/?interview_id=${id}&question_number=1&attempt=1`,
    done,
  );
  expect(answer.status).toBe(204);
  const recording = {
    recording_sid: recordingSid(1),
    call_sid: SID,
    status: 'completed',
    interview_id: id,
    question_number: 1,
  };
  expect((await get('/api/twilio/recordings/'))['data']).toMatchObject([recording]);
  expect(await get('/api/audio-availability/')).toMatchObject({
    data: [{ recording_sid: recordingSid(1), available: false }],
  });
});

test('a webhook of an unknown interview answers with an apology and hangs up', async () => {
  const unknown = '99999999-0000-4000-8000-000000000000';
  expect((await voice(unknown)).text).toContain('<Hangup/>');
});

test.each(['flow', 'results'])('GET /api/interviews/:id/%s/ of an unknown interview is 404', async (what) => {
  const answer = await system.api.send(`/api/interviews/99999999-0000-4000-8000-000000000000/${what}/`);
  expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

test('POST /api/trigger-interview/ without its parameters lists the missing ones', async () => {
  expect(await system.api.send('/api/trigger-interview/', { method: 'POST', json: {} })).toMatchObject({
    status: 400,
    body: { detail: 'Missing parameters: candidate_id, job_description_id.' },
  });
});

test('GET /api/webhook-test/ confirms that webhooks arrive', async () => {
  const response = await fetch(`${system.ingestUrl}/api/webhook-test/`);
  expect(await response.json()).toMatchObject({ status: 'ok', webhook_base_url: ORIGIN });
});

test('GET /api/twilio/debug/ shows the configuration: where Twilio calls', async () => {
  expect(await get('/api/twilio/debug/')).toMatchObject({
    phone_number: '+16175006181',
    webhook_urls: {
      call_status: `${ORIGIN}/api/webhooks/call-status/`,
      record_response: `${ORIGIN}/api/webhooks/record-response/`,
      recording_status: `${ORIGIN}/api/webhooks/recording-status/`,
    },
  });
});
