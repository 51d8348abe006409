import { callbacksQueue } from './callbacks-queue.ts';
import { dialerQueue } from './dialer-queue.ts';
import { notifyQueue } from './notify-queue.ts';
import { reconcileQueue } from './reconcile-queue.ts';
import { recordingsQueue } from './recordings-queue.ts';
import { transcriptionQueue } from './transcription-queue.ts';

/** Every queue, in the order in which the board shows them. */
export const ALL_QUEUES = [
  callbacksQueue,
  dialerQueue,
  reconcileQueue,
  notifyQueue,
  recordingsQueue,
  transcriptionQueue,
];
