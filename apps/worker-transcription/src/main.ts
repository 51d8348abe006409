import './forget-empty-variables.ts'; // before anything that imports the AI SDK
import { openDatabase } from '@trunkline/db/connection';
import { chooseQueueBackend, openQueue, startWorker, transcriptionQueue } from '@trunkline/queues';
import { openHttpServer, operationsRouter, runService, startLoop, watchWorker } from '@trunkline/service';
import { openStorage } from '@trunkline/storage';
import express from 'express';
import { CONCURRENCY, workerTranscriptionEnv } from './config.ts';
import { handleJob } from './handle-job.ts';
import { openModels } from './models.ts';
import { openPauses } from './open-pauses.ts';
import { loadPrompt } from './load-prompt.ts';
import { relayTranscription } from './relay-transcription.ts';

const RELAY_EVERY_MS = 1000;

await runService('worker-transcription', workerTranscriptionEnv, async ({ config, log, opened }) => {
  const { OPENAI_API_KEY } = config;
  if (OPENAI_API_KEY === undefined) {
    const off = () => ({ healthy: true, service: 'worker-transcription', models: 'off: set OPENAI_API_KEY' });
    opened.use(await openHttpServer(express().use(operationsRouter(off)), config));
    return;
  }
  const db = opened.use(openDatabase(config.DATABASE_URL, 'worker-transcription', { maxConnections: CONCURRENCY + 2 }));
  const backend = chooseQueueBackend(config);
  const queue = opened.use(openQueue(transcriptionQueue, backend));
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
  const worker = opened.use(
    startWorker(transcriptionQueue, backend, handle, {
      concurrency: CONCURRENCY,
      onError: (error) => log.warn({ err: error }, 'the queue is away'),
      onGivenUp: async (job, error) => log.warn({ err: error, ...job }, 'a job failed; the relay takes up its row'),
    }),
  );
  opened.use(startLoop('relay', RELAY_EVERY_MS, relayTranscription({ db, queue }), log));
  const health = watchWorker('worker-transcription', worker, log);
  opened.use(await openHttpServer(express().use(operationsRouter(health)), config));
});
