import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openStorage, type Storage } from '@trunkline/storage';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase } from '../../../test/support/db/inbox.ts';
import { emptyInterviews, holdInterview } from '../../../test/support/db/interviews.ts';
import { wavOf } from '../../../test/support/media/wav.ts';
import { startModelServer, type AskedRequest, type ModelServer } from '../../../test/support/models/model-server.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { workerTranscriptionEnv } from './config.ts';
import { loadPrompt } from './load-prompt.ts';
import { openModelPause } from './model-pause.ts';
import { openModels } from './models.ts';
import { workOnAnswer, type AnswerParts } from './work-on-answer.ts';

const opened = new AsyncDisposableStack();
const db = opened.use(openTestDatabase());
let storage: Storage;
let server: ModelServer;
let parts: AnswerParts;
/** Reasons for which models were paused, as they were logged. */
const paused: { reason: string; error: string }[] = [];

beforeAll(async () => {
  const RECORDINGS_DIR = await mkdtemp(join(tmpdir(), 'trunkline-refusals-'));
  opened.defer(() => rm(RECORDINGS_DIR, { recursive: true, force: true }));
  storage = opened.use(openStorage({ RECORDINGS_DIR, S3_REGION: 'us-east-1' }));
  server = opened.use(await startModelServer());
});
afterAll(() => opened.disposeAsync());
beforeEach(async () => {
  await emptyInterviews(db);
  await db.pool.query('truncate model_effects');
  for (const list of [server.faults, server.paid, server.rules, server.asked, paused]) list.length = 0;
  const env = { DATABASE_URL: 'postgresql://x', OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: 'key' };
  const log = { warn: (line: never) => paused.push(line), error: (line: never) => paused.push(line) };
  parts = {
    db,
    storage,
    log: silentLog,
    pause: openModelPause(log as never),
    models: openModels({ ...workerTranscriptionEnv.parse(env), OPENAI_API_KEY: 'key' }),
    readPrompt: loadPrompt('read'),
    scorePrompt: loadPrompt('score'),
    dailyBudgetUsd: 1000,
  };
});

const GOOD = 'I led the move of our billing to a new database. We tested for six weeks. No invoice was lost.';
const hold = async (...answers: Parameters<typeof holdInterview>[1]): Promise<string> =>
  (await holdInterview({ db, storage }, answers)).answerIds[0]!;
const work = (id: string) => workOnAnswer(parts)(id);

async function answerOf(id: string): Promise<Record<string, unknown>> {
  const sql = `
    select r.transcript, r.transcript_status, r.score_status, r.tries, r.error, s.score, s.evidence, m.has_speech
    from interview_responses r left join interview_scores s on s.response_id = r.id
    left join call_recordings m on m.recording_sid = r.recording_sid where r.id = $1`;
  return (await db.pool.query<Record<string, unknown>>(sql, [id])).rows[0]!;
}
const chats = () => server.asked.filter(({ path }) => path.endsWith('/chat/completions'));
const refuse =
  (name: string, isRefused: (value: unknown) => boolean, body: unknown, status = 400) =>
  ({ parameters }: AskedRequest) =>
    Object.hasOwn(parameters, name) && isRefused(parameters[name]) ? { status, body } : undefined;
const error = (fields: object) => ({ error: fields });

describe('an account that a person must fix', () => {
  test.each([
    ['quota-spent', 429, error({ type: 'insufficient_quota', code: 'insufficient_quota' })],
    ['quota-spent', 402, error({ message: 'Insufficient Balance' })],
    ['not-allowed', 400, error({ message: 'The model `x` has been decommissioned', code: 'model_decommissioned' })],
    ['not-allowed', 404, { detail: 'Model x is not installed locally' }],
    ['not-allowed', 200, '<!DOCTYPE html><html><body>Welcome</body></html>'],
    ['parameter-refused', 400, error({ message: 'No', param: 'stream_options', code: 'unknown_parameter' })],
  ])('pauses by %s (%d), once logged, and charges no answer', async (reason, status, body) => {
    const id = await hold({ said: GOOD });
    for (let n = 0; n < 5; n++) {
      server.faults.push({ status, body });
      await work(id);
    }
    expect(await answerOf(id)).toMatchObject({ transcript_status: 'waiting', score_status: 'waiting', tries: 0 });
    expect(paused).toEqual([expect.objectContaining({ event: 'models_paused', reason })]);
    expect(paused[0]!.error).toContain(`answered ${status}`);
    expect(parts.pause.reasons()).toEqual([reason]);
    await work(id);
    expect(await answerOf(id)).toMatchObject({ transcript: GOOD, score: 6 });
    expect(parts.pause.reasons()).toEqual([]);
  });

  test('for the scoring model leaves the speech model at work, and is logged once', async () => {
    const ids = [await hold({ said: GOOD }), await hold({ said: GOOD })];
    server.rules.push(({ path }) =>
      path.endsWith('/chat/completions') ? { status: 404, body: error({ code: 'model_not_found' }) } : undefined,
    );
    for (const id of ids) await work(id);
    for (const id of ids)
      expect(await answerOf(id)).toMatchObject({ transcript: GOOD, score_status: 'waiting', tries: 0 });
    expect(paused).toHaveLength(1);
  });
});

describe('a parameter that the server refuses is left out from then on', () => {
  const noVerbose = refuse(
    'response_format',
    (value) => value === 'verbose_json',
    error({ param: 'response_format', code: 'unsupported_value' }),
  );

  test('the format of a transcription', async () => {
    server.rules.push(noVerbose);
    const ids = [await hold({ said: GOOD }), await hold({ said: GOOD })];
    for (const id of ids) await work(id);
    for (const id of ids) expect(await answerOf(id)).toMatchObject({ transcript: GOOD, score: 6, tries: 0 });
    const formats = server.asked.filter(({ path }) => path.endsWith('transcriptions'));
    expect(formats.map(({ parameters }) => parameters['response_format'])).toEqual(['verbose_json', 'json', 'json']);
    expect(paused).toEqual([]);
  });

  test('a language, for that request alone', async () => {
    server.rules.push(
      refuse('language', () => true, error({ message: "Language 'en' is not supported", param: 'language' })),
    );
    const id = await hold({ said: GOOD });
    await work(id);
    expect(await answerOf(id)).toMatchObject({ transcript: GOOD });
  });

  test.each<[string, ModelServer['rules'], object]>([
    [
      'of a model that reasons',
      [
        refuse('max_tokens', () => true, error({ param: 'max_tokens', code: 'unsupported_parameter' })),
        refuse('temperature', () => true, error({ param: 'temperature', code: 'unsupported_value' })),
      ],
      { max_completion_tokens: 1200, response_format: { type: 'json_schema' } },
    ],
    [
      'of a server that knows no limits of lists',
      [
        refuse('response_format', (value) => JSON.stringify(value).includes('maxItems'), {
          object: 'error',
          message: 'The JSON schema contains features not supported',
          type: 'BadRequestError',
          param: null,
          code: 400,
        }),
      ],
      { response_format: { type: 'json_schema' }, temperature: 0 },
    ],
    [
      'of a server without schemas',
      [
        refuse(
          'response_format',
          (value) => JSON.stringify(value).includes('json_schema'),
          error({ message: "'response_format.type' must be 'json_object'" }),
        ),
      ],
      { response_format: { type: 'json_object' } },
    ],
    [
      'of a server without formats',
      [
        refuse(
          'response_format',
          () => true,
          {
            detail: [
              { loc: ['body', 'response_format'], msg: 'Extra inputs are not permitted', type: 'extra_forbidden' },
            ],
          },
          422,
        ),
      ],
      { temperature: 0 },
    ],
  ])('those %s', async (_, rules, expected) => {
    const ids = [await hold({ said: GOOD }), await hold({ said: GOOD })];
    server.rules.push(...rules);
    await work(ids[0]!);
    expect(await answerOf(ids[0]!)).toMatchObject({ score: 6, tries: 0 });
    const first = chats().length;
    await work(ids[1]!);
    expect(await answerOf(ids[1]!)).toMatchObject({ score: 6 });
    expect(chats().length - first).toBe(2);
    expect(chats().at(-1)!.parameters).toMatchObject(expected);
    expect((await db.pool.query(`select from model_effects where state <> 'answered'`)).rowCount).toBe(0);
  });

  test('but for one that cannot be left out', async () => {
    server.rules.push(({ parameters }) =>
      Object.hasOwn(parameters, 'messages')
        ? { status: 400, body: error({ message: 'System role not supported' }) }
        : undefined,
    );
    const id = await hold({ said: GOOD });
    await work(id);
    expect(await answerOf(id)).toMatchObject({ score_status: 'waiting', tries: 0 });
    expect(paused).toMatchObject([{ reason: 'parameter-refused' }]);
  });
});

describe('what a model writes', () => {
  test.each([
    ['in a fence', '```json\n{}\n```'],
    ['behind its reasoning', '<think>Six? {maybe}</think>\n{}'],
    ['within prose', 'Here it is:\n{}\nAnything else?'],
    [
      'in parts',
      [
        { type: 'thinking', thinking: [] },
        { type: 'text', text: '{"evidence":[],"insufficient_evidence":true}' },
      ],
    ],
  ])('is read %s', async (_, content) => {
    const id = await hold({ said: GOOD });
    server.faults.push('none', { content }, { content });
    await work(id);
    expect(await answerOf(id)).toMatchObject({ score_status: 'done', error: null });
    expect(chats().length).toBeLessThanOrEqual(2);
  });

  test('that was cut is asked for once more, with more room', async () => {
    const id = await hold({ said: GOOD });
    server.faults.push('none', { content: '', finish: 'length' });
    await work(id);
    expect(await answerOf(id)).toMatchObject({ score: 6 });
    expect(chats().map(({ parameters }) => parameters['max_tokens'])).toEqual([1200, 8000, 1200]);
  });

  test('that is cut again is said to be, after two calls, also when it is read from the ledger', async () => {
    const id = await hold({ said: GOOD });
    const cut = { content: null, finish: 'length' };
    server.faults.push('none', cut, cut);
    await work(id);
    expect(await answerOf(id)).toMatchObject({
      transcript: GOOD,
      score_status: 'failed',
      error: expect.stringContaining('finish_reason length'),
    });
    expect(chats()).toHaveLength(2);
  });

  test('with more room than the model has is asked for without a limit', async () => {
    server.rules.push(
      refuse(
        'max_tokens',
        (value) => (value as number) > 4096,
        error({ message: 'max_tokens is too large: 8000', param: 'max_tokens' }),
      ),
    );
    const id = await hold({ said: GOOD });
    server.faults.push('none', { content: '', finish: 'length' });
    await work(id);
    expect(await answerOf(id)).toMatchObject({ score: 6 });
    expect(chats().map(({ parameters }) => parameters['max_tokens'])).toEqual([1200, 8000, undefined, 1200]);
  });
});

describe('words out of silence', () => {
  const farewell = 'Thank you for watching and please subscribe.';
  const doubted = {
    text: farewell,
    segments: [{ start: 0, end: 12, text: farewell, no_speech_prob: 0.97, avg_logprob: -1.2 }],
  };
  const none = {
    transcript: null,
    transcript_status: 'no_answer',
    score_status: 'none',
    score: null,
    has_speech: false,
  };

  test('are no answer: of zeros no model is asked', async () => {
    const id = await hold({ audio: wavOf({ seed: 'a', seconds: 12 }).fill(0, 44) });
    server.faults.push({ status: 200, body: doubted });
    await work(id);
    expect(await answerOf(id)).toMatchObject(none);
    expect(server.asked).toEqual([]);
  });

  test('are no answer: over a hiss they are neither shown nor scored', async () => {
    const id = await hold({ audio: wavOf({ seed: 'a', seconds: 12 }) });
    server.faults.push({ status: 200, body: doubted });
    await work(id);
    expect(await answerOf(id)).toMatchObject(none);
    expect(chats()).toEqual([]);
  });

  test('that the model doubts are kept where the sound has speech in it', async () => {
    const id = await hold({ said: GOOD });
    server.faults.push({ status: 200, body: { text: GOOD, segments: [{ ...doubted.segments[0], text: GOOD }] } });
    await work(id);
    expect(await answerOf(id)).toMatchObject({ transcript: GOOD, score: 6, has_speech: true });
  });
});

test('an encrypted recording is never sent to a model, and says why', async () => {
  const id = await hold({ said: GOOD });
  await db.pool.query('update call_recordings set is_encrypted = true');
  await work(id);
  expect(await answerOf(id)).toMatchObject({
    transcript_status: 'unable',
    error: 'The recording is encrypted: only the owner of the key can listen to it',
  });
  expect(server.asked).toEqual([]);
});

test('an empty recording is no answer', async () => {
  const id = await hold({ custody: 'announced' });
  await db.pool.query(`update call_recordings set custody = 'empty'`);
  await work(id);
  expect(await answerOf(id)).toMatchObject({
    transcript_status: 'no_answer',
    error: 'The recording has a length of zero',
  });
});
