import './forget-empty-variables.ts'; // before anything that imports the AI SDK
import { openDatabase } from '@trunkline/db/connection';
import { runWorker, transcriptionQueue } from '@trunkline/queues';
import { openStorage } from '@trunkline/storage';
import { CONCURRENCY, workerTranscriptionEnv } from './config.ts';
import { handleJob } from './handle-job.ts';
import { openModels } from './models.ts';
import { openPauses } from './open-pauses.ts';
import { loadPrompt } from './load-prompt.ts';
import { transcriptionRelay } from './relay-transcription.ts';

await runWorker('worker-transcription', workerTranscriptionEnv, ({ name, config, log, opened }) => {
  const { OPENAI_API_KEY } = config;
  if (OPENAI_API_KEY === undefined) return { health: () => ({ models: 'off: set OPENAI_API_KEY' }) };
  const db = opened.use(openDatabase(config.DATABASE_URL, name, { maxConnections: CONCURRENCY + 2 }));
  const handle = handleJob({
    db,
    log,
    storage: opened.use(openStorage(config)),
    models: openModels({ ...config, OPENAI_API_KEY }),
    pauses: openPauses(log),
    readPrompt: loadPrompt('read', config.READ_PROMPT_FILE),
    scorePrompt: loadPrompt('score', config.SCORE_PROMPT_FILE),
    resultPrompt: loadPrompt('result', config.RESULT_PROMPT_FILE),
    dailyBudgetUsd: config.DAILY_MODEL_BUDGET_USD,
  });
  return {
    consume: { queue: transcriptionQueue, concurrency: CONCURRENCY, handle },
    relay: transcriptionRelay(db),
  };
});
