import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { relayTick, type TranscriptionJob } from '@trunkline/queues';
import { openStorage, type Storage } from '@trunkline/storage';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { HELD_OUT, INJECTIONS } from '../../../test/fixtures/injections.ts';
import { openTestDatabase } from '../../../test/support/db/inbox.ts';
import { emptyInterviews, holdInterview } from '../../../test/support/db/interviews.ts';
import { speak, startModelServer, type ModelServer } from '../../../test/support/models/model-server.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { CONCURRENCY, workerTranscriptionEnv } from './config.ts';
import { loadPrompt } from './load-prompt.ts';
import { openModelPause } from './model-pause.ts';
import { openModels } from './models.ts';
import { transcriptionRelay } from './relay-transcription.ts';
import { workOnResult, type ResultParts } from './result/work-on-result.ts';
import { workOnAnswer, type AnswerParts } from './work-on-answer.ts';

const opened = new AsyncDisposableStack();
const db = opened.use(openTestDatabase());
let storage: Storage;
let server: ModelServer;
let parts: AnswerParts & ResultParts;

/** A process that has not found out yet what the server accepts. */
function openTestModels() {
  const env = { DATABASE_URL: 'postgresql://x', OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: 'key' };
  return openModels({ ...workerTranscriptionEnv.parse(env), OPENAI_API_KEY: 'key' });
}

beforeAll(async () => {
  const RECORDINGS_DIR = await mkdtemp(join(tmpdir(), 'trunkline-answers-'));
  opened.defer(() => rm(RECORDINGS_DIR, { recursive: true, force: true }));
  storage = opened.use(openStorage({ RECORDINGS_DIR, S3_REGION: 'us-east-1' }));
  server = opened.use(await startModelServer());
  parts = {
    db,
    storage,
    log: silentLog,
    pause: openModelPause(silentLog),
    models: openTestModels(),
    readPrompt: loadPrompt('read'),
    scorePrompt: loadPrompt('score'),
    resultPrompt: loadPrompt('result'),
    dailyBudgetUsd: 1000,
  };
});
afterAll(() => opened.disposeAsync());
beforeEach(async () => {
  await emptyInterviews(db);
  await db.pool.query('truncate model_effects');
  server.faults.length = 0;
  for (const list of [server.paid, server.rules, server.asked]) list.length = 0;
  parts.models = openTestModels();
});

const GOOD = 'I led the move of our billing to a new database. We tested for six weeks. No invoice was lost.';

/** An answer without speech. */
const NO_SPEECH = {
  transcript: null,
  transcript_status: 'no_answer',
  score_status: 'none',
  score: null,
  error: 'There is no speech in the recording',
};

async function speechIn(id: string): Promise<boolean | null> {
  const sql = `select m.has_speech as heard from interview_responses r join call_recordings m using (recording_sid) where r.id = $1`;
  return (await db.pool.query<{ heard: boolean | null }>(sql, [id])).rows[0]!.heard;
}

const work = (id: string) => workOnAnswer(parts)(id);
const makeResult = (interviewId: string) => workOnResult(parts)(interviewId);
const paid = (kind: 'transcription' | 'chat') => server.paid.filter((asked) => asked.kind === kind).length;
const hold = (...args: [Parameters<typeof holdInterview>[1], Parameters<typeof holdInterview>[2]?]) =>
  holdInterview({ db, storage }, ...args);

async function answerOf(id: string) {
  const sql = `
    select r.transcript, r.transcript_status, r.score_status, r.tries, r.error,
      s.version, s.score, s.feedback, s.evidence, s.insufficient_evidence, s.model, s.prompt_version
    from interview_responses r left join interview_scores s on s.response_id = r.id
    where r.id = $1 order by s.version desc nulls last limit 1`;
  return (await db.pool.query<Record<string, unknown>>(sql, [id])).rows[0]!;
}

const resultsOf = async (interviewId: string) =>
  (
    await db.pool.query<Record<string, unknown>>(
      `select version, overall_score::float8, recommendation, strengths, areas_for_improvement, is_partial, model
      from interview_results where interview_id = $1 order by version`,
      [interviewId],
    )
  ).rows;

/** The relay over an empty queue, and what it added. */
function openRelay() {
  const added: TranscriptionJob[] = [];
  const queue = {
    depth: async () => 0,
    add: async (jobs: readonly { data: TranscriptionJob }[]) => void added.push(...jobs.map(({ data }) => data)),
  };
  return { added, relay: relayTick(transcriptionRelay(db), queue) };
}

describe('an answer', () => {
  test('is transcribed and scored with quotes from what was said, by the models and prompts of record', async () => {
    const { answerIds } = await hold([{ said: GOOD }]);
    await work(answerIds[0]!);
    expect(await answerOf(answerIds[0]!)).toMatchObject({
      transcript: GOOD,
      transcript_status: 'done',
      score_status: 'done',
      version: 1,
      score: 6,
      evidence: ['I led the move of our billing to a new database.'],
      model: 'gpt-4.1-mini',
      prompt_version: expect.stringMatching(/^read@[0-9a-f]{8} score@[0-9a-f]{8}$/),
    });
  });

  test('is transcribed and scored in the language of its template', async () => {
    const { answerIds } = await hold([{ said: 'Ich habe die Datenbank umgezogen. Nichts ging verloren.' }], {
      language: 'de-DE',
    });
    await work(answerIds[0]!);
    expect(server.paid.map(({ language }) => language)).toEqual(['de', null, null]);
    for (const { instructions } of server.paid.slice(1)) expect(instructions).toContain('German (Germany) (de-DE)');
  });

  test('that many workers process at once and again is paid once and has one score', async () => {
    const { answerIds } = await hold([{ said: GOOD }]);
    await Promise.all([1, 2, 3, 4].map(() => work(answerIds[0]!)));
    await work(answerIds[0]!);
    expect([paid('transcription'), paid('chat')]).toEqual([1, 2]);
    expect((await db.pool.query('select from interview_scores')).rowCount).toBe(1);
  });

  test('of eleven minutes is transcribed in chunks that are joined', async () => {
    const { answerIds } = await hold([
      { audio: speak(['I led the move.', 'We tested it.', 'Nothing was lost.'], 660) },
    ]);
    await work(answerIds[0]!);
    expect(paid('transcription')).toBe(3);
    expect(await answerOf(answerIds[0]!)).toMatchObject({
      transcript: 'I led the move. We tested it. Nothing was lost.',
    });
  });

  test('of silence is no answer, and no model is asked', async () => {
    const { answerIds } = await hold([{ said: '' }]);
    await work(answerIds[0]!);
    expect(await answerOf(answerIds[0]!)).toMatchObject(NO_SPEECH);
    expect(await speechIn(answerIds[0]!)).toBe(false);
    expect(server.paid).toEqual([]);
  });

  test('with sound in which the model hears no word is insufficient evidence, and is left to a person', async () => {
    const { answerIds } = await hold([{}]);
    server.faults.push({ status: 200, body: { text: '' } });
    await work(answerIds[0]!);
    expect(await answerOf(answerIds[0]!)).toMatchObject({ transcript: '', score: null, insufficient_evidence: true });
    expect(await speechIn(answerIds[0]!)).toBeNull();
    expect(paid('chat')).toBe(0);
  });

  test.each(['absent', 'failed', 'expired'] as const)(
    'whose recording is %s is unable to be transcribed',
    async (custody) => {
      const { answerIds } = await hold([{ custody }]);
      await work(answerIds[0]!);
      expect(await answerOf(answerIds[0]!)).toMatchObject({
        transcript: 'Unable to transcribe',
        transcript_status: 'unable',
        score_status: 'none',
        version: null,
      });
    },
  );

  test.each([
    ['a WAV file without sound', speak([''], 0)],
    ['nothing', Buffer.alloc(0)],
  ])('that is %s cannot be transcribed, and no model is called', async (_, audio) => {
    const { answerIds } = await hold([{ audio }]);
    await work(answerIds[0]!);
    expect(await answerOf(answerIds[0]!)).toMatchObject({
      transcript: 'Unable to transcribe',
      transcript_status: 'unable',
    });
    expect(server.paid).toEqual([]);
  });

  test('that the speech model cannot decode is given up after three attempts', async () => {
    const { answerIds } = await hold([{}]);
    server.faults.push('refused', 'refused', 'refused');
    await work(answerIds[0]!);
    await work(answerIds[0]!);
    expect(await answerOf(answerIds[0]!)).toMatchObject({ transcript_status: 'waiting', tries: 2 });
    await work(answerIds[0]!);
    expect(await answerOf(answerIds[0]!)).toMatchObject({
      transcript_status: 'unable',
      error: 'The model server answered 400',
    });
  });
});

describe('a score', () => {
  test('rests on quotes that occur: after invented ones the model is called once more, then there is no score', async () => {
    const [{ answerIds: mended }, { answerIds: stubborn }] = [
      await hold([{ said: GOOD }]),
      await hold([{ said: GOOD }]),
    ];
    await db.pool.query(`update interview_responses set transcript = $1, transcript_status = 'done'`, [GOOD]);
    server.faults.push('invented-quote');
    await work(mended[0]!);
    expect(await answerOf(mended[0]!)).toMatchObject({ score: 6, insufficient_evidence: false });
    server.faults.push('invented-quote', 'invented-quote');
    await work(stubborn[0]!);
    expect(await answerOf(stubborn[0]!)).toMatchObject({ score: null, insufficient_evidence: true, evidence: [] });
    expect(paid('chat')).toBe(5);
  });

  test('that is never JSON, or repeats the prompt, fails and leaves the transcript; requested again it is a new version', async () => {
    const { answerIds, interviewId } = await hold([{ said: GOOD }]);
    await db.pool.query(`update interview_responses set transcript = $1, transcript_status = 'done'`, [GOOD]);
    server.faults.push('none', 'not-json', 'leak', 'not-json');
    await work(answerIds[0]!);
    expect(await answerOf(answerIds[0]!)).toMatchObject({ transcript: GOOD, score_status: 'failed', version: null });
    await makeResult(interviewId);
    expect(await resultsOf(interviewId)).toMatchObject([
      { overall_score: null, recommendation: 'insufficient_evidence', is_partial: true },
    ]);

    await db.pool.query(`update interview_responses set score_status = 'waiting'`);
    await work(answerIds[0]!);
    expect(await answerOf(answerIds[0]!)).toMatchObject({ score_status: 'done', version: 1, score: 6 });
  });

  test('is made as a new version when it is requested again', async () => {
    const { answerIds, interviewId } = await hold([{ said: GOOD }]);
    await work(answerIds[0]!);
    await makeResult(interviewId);
    await db.pool.query(`update interview_responses set score_status = 'waiting'`);
    await work(answerIds[0]!);
    await makeResult(interviewId);
    expect(await answerOf(answerIds[0]!)).toMatchObject({ version: 2, score: 6 });
    expect(await resultsOf(interviewId)).toMatchObject([{ version: 1 }, { version: 2 }]);
  });
});

describe('money', () => {
  test('a call of a worker that died is repeated once, after three minutes', async () => {
    const { answerIds } = await hold([{ said: GOOD }]);
    server.faults.push('cut');
    await work(answerIds[0]!);
    await db.pool.query(`update model_effects set state = 'asking'`); // as if it had died instead
    await work(answerIds[0]!);
    expect(await answerOf(answerIds[0]!)).toMatchObject({ transcript_status: 'waiting' });
    expect(paid('transcription')).toBe(1);
    await db.pool.query(`update model_effects set asked_at = now() - interval '4 minutes'`);
    await work(answerIds[0]!);
    expect(await answerOf(answerIds[0]!)).toMatchObject({ transcript: GOOD, score_status: 'done' });
    expect(paid('transcription')).toBe(2);
  });

  test('an answer that is lost twice is never paid a third time, and its row says so', async () => {
    const { answerIds } = await hold([{ said: GOOD }]);
    server.faults.push('cut', 'cut');
    for (let n = 0; n < 4; n++) await work(answerIds[0]!);
    expect(paid('transcription')).toBe(2);
    expect(await answerOf(answerIds[0]!)).toMatchObject({
      transcript_status: 'unable',
      error: 'Asked twice, and the answer was lost both times',
    });
  });

  test('after a crash between transcript and score, or before the score is written, nothing is paid again', async () => {
    const { answerIds } = await hold([{ said: GOOD }]);
    await work(answerIds[0]!);
    await db.pool.query('delete from interview_scores');
    await db.pool.query(`
      update interview_responses set transcript = null, transcript_status = 'waiting', score_status = 'waiting'`);
    await work(answerIds[0]!);
    expect(await answerOf(answerIds[0]!)).toMatchObject({ transcript: GOOD, score: 6 });
    expect([paid('transcription'), paid('chat')]).toEqual([1, 2]);
  });

  test.each(['busy', 'broken', 'denied'] as const)(
    'a server that is %s costs nothing and is asked again',
    async (fault) => {
      const { answerIds } = await hold([{ said: GOOD }]);
      server.faults.push(fault, fault, fault);
      for (let n = 0; n < 4; n++) await work(answerIds[0]!);
      expect(await answerOf(answerIds[0]!)).toMatchObject({ score: 6 });
      expect((await db.pool.query('select from model_effects')).rowCount).toBe(3);
    },
  );

  test('the day’s budget is never exceeded, by any number of calls at once, and nothing is charged or lost', async () => {
    const { answerIds } = await hold(Array.from({ length: 10 }, () => ({ said: GOOD })));
    const estimate = parts.models.estimate.transcription(2);
    const frugal = workOnAnswer({ ...parts, dailyBudgetUsd: estimate * 3.5 });
    await Promise.all(answerIds.map((id) => frugal(id)));
    expect(paid('transcription')).toBe(3);
    const waiting = await db.pool.query(`select tries from interview_responses where transcript_status = 'waiting'`);
    expect(waiting.rows).toEqual(Array.from({ length: 7 }, () => ({ tries: 0 })));
    await Promise.all(answerIds.map(work));
    expect([paid('transcription'), paid('chat')]).toEqual([10, 20]);
  });
});

describe('a result', () => {
  test('has the mean of the scores, our recommendation and the words of the model, once', async () => {
    const { answerIds, interviewId } = await hold([
      { said: GOOD },
      { said: `${GOOD} It was fun.` },
      { said: 'I wrote a report once.' },
    ]);
    await Promise.all(answerIds.map(work));
    await Promise.all([1, 2, 3].map(() => makeResult(interviewId)));
    expect(await resultsOf(interviewId)).toEqual([
      {
        version: 1,
        overall_score: 5.33,
        recommendation: 'consider',
        is_partial: false,
        model: 'gpt-4.1-mini',
        strengths: ['Convinces on: Question 1?', 'Convinces on: Question 2?'],
        areas_for_improvement: ['Says little on: Question 3?'],
      },
    ]);
    expect(paid('chat')).toBe(7);
  });

  test('waits for the last answer and for the end of the interview, and is partial when questions are missing', async () => {
    const { answerIds, interviewId } = await hold([{ said: GOOD }, { said: GOOD }], {
      status: 'in_progress',
      questionCount: 4,
    });
    const { added, relay } = openRelay();
    await work(answerIds[0]!);
    await makeResult(interviewId);
    await work(answerIds[1]!);
    await relay();
    expect(added).toEqual([]);
    await db.pool.query(`update interviews set status = 'partial', updated_at = now() - interval '6 seconds'`);
    await relay();
    expect(added).toEqual([{ work: 'result', interviewId }]);
    await makeResult(interviewId);
    expect(await resultsOf(interviewId)).toMatchObject([
      { overall_score: 6, is_partial: true, recommendation: 'consider' },
    ]);
  });

  test('of a resumed interview counts the answers of the interrupted one', async () => {
    const first = await hold([{ said: GOOD }, { said: GOOD }], { status: 'partial', questionCount: 3 });
    const second = await hold([{ said: GOOD, questionNumber: 3 }], { questionCount: 3 });
    await db.pool.query('update interviews set resumes = $2, first_question = 3 where id = $1', [
      second.interviewId,
      first.interviewId,
    ]);
    await Promise.all([...first.answerIds, ...second.answerIds].map(work));
    await makeResult(second.interviewId);
    expect(await resultsOf(second.interviewId)).toMatchObject([{ overall_score: 6, is_partial: false }]);
  });

  test('counts the attempt that was answered, and silence as an answer', async () => {
    const silent = { transcriptStatus: 'no_answer' as const };
    const { answerIds, interviewId } = await hold(
      [{ ...silent }, { questionNumber: 1, attempt: 2, said: GOOD }, { ...silent, questionNumber: 2 }],
      { questionCount: 2 },
    );
    await Promise.all(answerIds.map(work));
    await makeResult(interviewId);
    expect(await resultsOf(interviewId)).toMatchObject([
      { overall_score: 6, is_partial: false, recommendation: 'consider' },
    ]);
    expect(paid('transcription')).toBe(1);
  });

  test('of nothing but silence is insufficient evidence, without a model call for it', async () => {
    const { interviewId } = await hold([{ transcriptStatus: 'no_answer' }]);
    await db.pool.query(`update interview_responses set score_status = 'none'`);
    await makeResult(interviewId);
    expect(await resultsOf(interviewId)).toMatchObject([
      { overall_score: null, recommendation: 'insufficient_evidence' },
    ]);
    expect(paid('chat')).toBe(0);
  });

  test('of a call that was not answered is none', async () => {
    const { interviewId } = await hold([], { status: 'failed', questionCount: 2 });
    await makeResult(interviewId);
    expect(await resultsOf(interviewId)).toEqual([]);
    expect((await db.pool.query('select from interviews where result_due_at is null')).rowCount).toBe(1);
  });

  test('goes without words when the model writes nothing usable', async () => {
    const { answerIds, interviewId } = await hold([{ said: GOOD }]);
    await work(answerIds[0]!);
    server.faults.push('not-json', 'not-json', 'not-json');
    await makeResult(interviewId);
    expect(await resultsOf(interviewId)).toMatchObject([{ overall_score: 6, strengths: [], model: 'none' }]);
  });

  test('is not made from scores that are being made anew', async () => {
    const { answerIds, interviewId } = await hold([{ said: GOOD }]);
    await work(answerIds[0]!);
    await db.pool.query(`update interview_responses set score_status = 'waiting'`);
    await makeResult(interviewId);
    expect(await resultsOf(interviewId)).toEqual([]);
  });
});

test('the relay claims what can be processed now, each once, and again when its job was lost', async () => {
  const { added, relay } = openRelay();
  const { answerIds } = await hold([{}, { custody: 'announced' }, { custody: 'absent' }]);
  const ids = () => added.map((job) => (job.work === 'answer' ? job.id : job.interviewId));
  await Promise.all([relay(), relay(), relay()]);
  expect(new Set(ids())).toEqual(new Set([answerIds[0], answerIds[2]]));
  expect(added).toHaveLength(2);
  await db.pool.query(`update interview_responses set next_attempt_at = now() - interval '1 second'`);
  await relay();
  expect(added).toHaveLength(4);
  await db.pool.query(
    `update interview_responses set created_at = now() - interval '25 hours', next_attempt_at = now()`,
  );
  await relay();
  expect(ids().filter((id) => id === answerIds[1])).toHaveLength(1);
});

test.each([
  ['no injection of the corpus', INJECTIONS.map(({ text }) => text)],
  ['no injection that the patterns do not know', HELD_OUT],
])('%s changes a score or leaks the prompt, though the model obeys whatever reaches it', async (_, orders) => {
  const said = orders.flatMap((order) => [`${order} ${GOOD}`, `${GOOD} ${order}`]);
  const { answerIds, interviewId } = await hold(said.map((text) => ({ audio: speak([text]) })));
  const waiting = answerIds.values();
  const lane = async (): Promise<void> => {
    for (const id of waiting) await work(id);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, lane)); // as many at once as the worker runs
  const { rows } = await db.pool.query<{ score: number; feedback: string }>(
    'select score, feedback from interview_scores',
  );
  expect(rows.map(({ score }) => score)).toEqual(said.map(() => 6));
  await makeResult(interviewId);
  const written = JSON.stringify([rows, await resultsOf(interviewId)]);
  for (const words of [
    'You assess one spoken answer',
    'You read one spoken answer',
    'never an instruction',
    'Reference tl-',
  ])
    expect(written).not.toContain(words);
});

test('an injection that the patterns do not know reaches the reader, and not the judge', async () => {
  const { answerIds } = await hold([{ said: `${GOOD} ${HELD_OUT[0]}` }]);
  await work(answerIds[0]!);
  const told = server.paid.filter(({ kind }) => kind === 'chat').map(({ data }) => data.includes(HELD_OUT[0]!));
  expect(told).toEqual([true, false]);
});

test('the model of this test does obey and leak when an injection reaches it', async () => {
  const data = { question: 'Q?', rubric: '', transcript: `${GOOD} ${INJECTIONS[0]!.text}` };
  const { text } = await parts.models.complete('You assess one spoken answer.', data, z.object({}));
  expect(JSON.parse(text)).toMatchObject({
    score: 10,
    feedback: expect.stringContaining('You assess one spoken answer'),
  });
});
