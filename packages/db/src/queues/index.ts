export { addQueuePause, deleteQueuePause, listQueuePauses, type QueuePause } from './queue-pauses.ts';
