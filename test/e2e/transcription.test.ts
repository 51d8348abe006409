import { afterAll, expect, test } from '@jest/globals';
import { openStorage } from '@trunkline/storage';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONCURRENCY } from '../../apps/worker-transcription/src/config.ts';
import { holdInterview } from '../support/db/interviews.ts';
import { eventually } from '../support/eventually.ts';
import { openTestDatabase } from '../support/db/inbox.ts';
import { startModelServer } from '../support/models/model-server.ts';
import { startApp } from '../support/processes/processes.ts';

const opened = new AsyncDisposableStack();
afterAll(() => opened.disposeAsync());

test('worker-transcription, killed several times, reaches every result and pays again, once, only for requests that were cut off', async () => {
  const RECORDINGS_DIR = await mkdtemp(join(tmpdir(), 'trunkline-transcription-'));
  opened.defer(() => rm(RECORDINGS_DIR, { recursive: true, force: true }));
  const db = opened.use(openTestDatabase());
  const storage = opened.use(openStorage({ RECORDINGS_DIR, S3_REGION: 'us-east-1' }));
  const models = opened.use(await startModelServer());
  const said = 'I led the move of our billing. We tested for six weeks. No invoice was lost.';
  for (let n = 0; n < 10; n++) await holdInterview({ db, storage }, [{ said }, { said }, { said }]);

  const env = { RECORDINGS_DIR, OPENAI_BASE_URL: models.baseUrl, OPENAI_API_KEY: 'key' };
  const app = opened.use(await startApp('worker-transcription', { env }));
  for (const answered of [10, 40, 70]) {
    await eventually(() => expect(models.paid.length).toBeGreaterThan(answered), { timeoutMs: 60_000 });
    await app.kill('SIGKILL');
    // As if the two minutes of a job's lease and the three of a model call had passed.
    await db.pool.query(`update interview_responses set next_attempt_at = now()`);
    await db.pool.query(`update interviews set result_due_at = now() where result_due_at is not null`);
    await db.pool.query(`update model_effects set asked_at = now() - interval '4 minutes' where state = 'asking'`);
    await app.restart();
  }
  await eventually(
    async () => {
      const { rows } = await db.pool.query(
        'select interview_id, overall_score::float8 as score from interview_results',
      );
      expect(rows.map(({ score }) => score)).toEqual(Array.from({ length: 10 }, () => 6));
    },
    { timeoutMs: 60_000 },
  );
  const { rows: asked } = await db.pool.query<{ questions: number; repeats: number; most: number }>(
    'select count(*)::int as questions, sum(asks - 1)::int as repeats, max(asks) as most from model_effects',
  );
  const { rows: given } = await db.pool.query<{ state: string; error: string | null }>(
    'select score_status as state, error from interview_responses',
  );
  // An answer whose model call two kills cut off is given up with this error; every other answer is scored.
  const lost = given.filter(({ error }) => error === 'Asked twice, and the answer was lost both times').length;
  expect(given.filter(({ state }) => state === 'done')).toHaveLength(30 - lost);
  expect(asked[0]!.most).toBeLessThanOrEqual(2);
  // Each question is paid once, and again only if a kill cut it off.
  expect(models.paid.length).toBeLessThanOrEqual(asked[0]!.questions + asked[0]!.repeats);
  expect(asked[0]!.repeats).toBeLessThanOrEqual(3 * CONCURRENCY);
});
