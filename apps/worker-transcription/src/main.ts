import { openAppDatabase, outageOf } from '@trunkline/db/connection';
import { workersHeartbeat } from '@trunkline/db/processes';
import { runWorker, transcriptionQueue, type TranscriptionJob } from '@trunkline/queues';
import { offWithout } from '@trunkline/service';
import { openStorage } from '@trunkline/storage';
import { CONCURRENCY, workerTranscriptionEnv } from './config.ts';
import { loadPrompt } from './load-prompt.ts';
import { openModelPause } from './model-pause.ts';
import { openModels } from './models.ts';
import { transcriptionRelay } from './relay-transcription.ts';
import { workOnResult } from './result/work-on-result.ts';
import { workOnAnswer } from './work-on-answer.ts';

await runWorker('worker-transcription', workerTranscriptionEnv, async ({ config, log, opened }) => {
  const { OPENAI_API_KEY } = config;
  const db = opened.use(
    await openAppDatabase('worker-transcription', { config, log }, { maxConnections: CONCURRENCY + 2 }),
  );
  const heartbeat = workersHeartbeat(db);
  if (OPENAI_API_KEY === undefined)
    return {
      heartbeat,
      health: () => ({ models: 'off: set OPENAI_API_KEY', dependencies: { models: offWithout('OPENAI_API_KEY') } }),
    };
  const pause = openModelPause(log);
  const parts = {
    db,
    log,
    storage: opened.use(openStorage(config)),
    models: openModels({ ...config, OPENAI_API_KEY }),
    pause,
    readPrompt: loadPrompt('read', config.READ_PROMPT_FILE),
    scorePrompt: loadPrompt('score', config.SCORE_PROMPT_FILE),
    resultPrompt: loadPrompt('result', config.RESULT_PROMPT_FILE),
    dailyBudgetUsd: config.DAILY_MODEL_BUDGET_USD,
  };
  const [answer, result] = [workOnAnswer(parts), workOnResult(parts)];
  const handle = (job: TranscriptionJob) => (job.work === 'answer' ? answer(job.id) : result(job.interviewId));
  return {
    consume: { queue: transcriptionQueue, concurrency: CONCURRENCY, handle },
    relay: transcriptionRelay(db),
    outageOf,
    heartbeat,
    health: () => ({
      models: pause.reasons().length === 0 ? 'on' : `paused: ${pause.reasons().join(', ')}`,
      daily_budget_usd: config.DAILY_MODEL_BUDGET_USD,
      dependencies: { models: pause.describe() },
    }),
  };
});
