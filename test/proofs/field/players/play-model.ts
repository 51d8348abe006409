import { openStorage } from '@trunkline/storage';
import { emptyInterviews, holdInterview } from '../../../support/db/interviews.ts';
import { speak } from '../../../support/models/model-server.ts';
import type { FieldCase } from '../case.ts';
import type { FieldStack } from '../open-field-stack.ts';
import type { Played } from './played.ts';
import { startAlteredModels } from '../servers/altered-models.ts';

const SAID = 'I led the move of our billing to a new database. We tested for six weeks. No invoice was lost.';

/** Has one answer of an interview transcribed and scored by a model server that answers as the case says. */
export async function playModels(stack: FieldStack, field: FieldCase): Promise<Played> {
  await using opening = new AsyncDisposableStack();
  const { said = SAID, silentSeconds, transcription = [], chat = [] } = field.model ?? {};
  await emptyInterviews(stack.db);
  await stack.db.pool.query('truncate model_effects');
  const models = opening.use(await startAlteredModels({ transcription, chat }));
  const storage = opening.use(openStorage({ RECORDINGS_DIR: stack.recordingsDir, S3_REGION: 'us-east-1' }));
  const audio = silentSeconds === undefined ? speak([said]) : speak([], silentSeconds);
  const { interviewId } = await holdInterview({ db: stack.db, storage }, [{ audio }]);
  const env = { OPENAI_BASE_URL: models.baseUrl, OPENAI_API_KEY: 'the key of the field', ...field.env };
  const worker = await stack.start('worker-transcription', env);
  opening.defer(() => worker[Symbol.asyncDispose]());
  const opened = opening.move();
  return {
    observe: async () => {
      const answer = await readAnswer(stack, interviewId);
      const isSettled = answer?.['score_status'] !== 'waiting';
      return { answer, requests: { ...models.requests }, logged: worker.output, isSettled };
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function readAnswer(stack: FieldStack, interviewId: string): Promise<Record<string, unknown> | undefined> {
  const { rows } = await stack.db.pool.query<Record<string, unknown>>(
    `select r.transcript, r.transcript_status, r.score_status, r.tries, r.error, s.score, s.evidence,
      s.insufficient_evidence
    from interview_responses r left join interview_scores s on s.response_id = r.id
    where r.interview_id = $1 order by s.version desc nulls last limit 1`,
    [interviewId],
  );
  return rows[0];
}
