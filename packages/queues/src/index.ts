export { callbacksQueue } from './callbacks-queue.ts';
export { dialerQueue } from './dialer-queue.ts';
export { reconcileQueue, type ReconcileJob } from './reconcile-queue.ts';
export { transcriptionQueue, type TranscriptionJob } from './transcription-queue.ts';
export { notifyQueue } from './notify-queue.ts';
export { recordingsQueue } from './recordings-queue.ts';
export type { QueueContract } from './queue-contract.ts';
export { ALL_QUEUES } from './all-queues.ts';
export { createQueueTables } from './create-queue-tables.ts';
export { chooseQueueBackend, type QueueBackend } from './queue-backend.ts';
export { findEviction } from './redis-policy.ts';
export { openQueue, QueueUnavailableError, type NewJob, type OpenQueue, type Schedule } from './open-queue.ts';
export {
  runWorker,
  relayTick,
  workerEnv,
  type LoopPlan,
  type Relay,
  type WorkerParts,
  type WorkersHeartbeat,
} from './run-worker.ts';
export { startWorker, type RunningWorker } from './start-worker.ts';
export { notingOutages } from './postgres-outage.ts';
export { readQueueCounts, type QueueCounts } from './queue-counts.ts';
