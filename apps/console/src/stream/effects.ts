import type { StreamEventName } from '@trunkline/api-contract/stream';
import { patchCalls, patchRecordingStates } from '../calls/patch-call.ts';
import { INBOX_NOUNS } from '../inbox/reread-inbox.ts';
import { patchOperation } from '../operations-progress/operations-query.ts';
import { patchQueues } from '../queues/queues-query.ts';
import { patchSyncRun } from '../reconciliation/reconciliation-query.ts';
import type { QueryClient } from '@tanstack/react-query';
import { patchFloorCounts } from '../live/floor.ts';
import { patchCallsOfSirens } from '../sirens/open-sirens.ts';
import { dataOf, type Frame } from './frame.ts';

/** What events of a kind do to the cache: they patch what is shown at once, and name the answers that are to be read again. */
type Effect = {
  patch?: (client: QueryClient, frames: readonly Frame[]) => void;
  /** First words of the keys of queries, by noun. `*` is everything. */
  rereads?: readonly string[];
};

const callChanged: Effect = {
  patch: (client, frames) => {
    const changes = dataOf(frames, 'call.created', 'call.updated', 'call.ended');
    patchCalls(client, changes);
    patchCallsOfSirens(client, changes);
  },
  rereads: ['floor', 'newest-calls', 'call', 'conversations'],
};
const callCame: Effect = { ...callChanged, rereads: [...(callChanged.rereads ?? []), 'call-count'] };
const recordingChanged: Effect = {
  patch: (client, frames) => patchRecordingStates(client, dataOf(frames, 'recording.updated', 'recording.unconfirmed')),
  rereads: ['floor', 'call', 'recordings'],
};
const sirenChanged: Effect = { rereads: ['sirens', 'floor'] };
const interviewChanged: Effect = { rereads: ['interviews'] };
const gapChanged: Effect = { rereads: ['gaps', 'reconciliation', 'floor'] };
const webhooksChanged: Effect = { rereads: ['webhooks'] };
const callbacksChanged: Effect = { rereads: ['inbox', 'newest-callbacks'] };
const callbacksStopped: Effect = { rereads: INBOX_NOUNS };
const operationChanged: Effect = {
  patch: (client, frames) => {
    for (const data of dataOf(frames, 'operation.progress')) patchOperation(client, data);
  },
  rereads: ['operations', ...INBOX_NOUNS],
};
const floorCounted: Effect = {
  patch: (client, frames) => {
    for (const data of dataOf(frames, 'floor.stats')) patchFloorCounts(client, data);
  },
};
/** What happened between the first answers and the connection is in no frame: everything is read once more, even what is being read. */
const reconnected: Effect = {
  patch: (client) => void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'account' }),
};
const nothing: Effect = {};

/** Of every event of the stream. A new event of the contract needs a line here: the compiler asks for it. */
export const EFFECTS: Readonly<Record<StreamEventName, Effect>> = {
  'call.created': callCame,
  'call.updated': callChanged,
  'call.ended': callCame,
  'recording.updated': recordingChanged,
  'recording.unconfirmed': recordingChanged,
  'siren.raised': sirenChanged,
  'siren.acknowledged': sirenChanged,
  'siren.released': sirenChanged,
  'siren.resolved': sirenChanged,
  'siren.false_alarm': sirenChanged,
  'siren.unanswered': sirenChanged,
  'interview.created': interviewChanged,
  'interview.updated': interviewChanged,
  'interview.scored': interviewChanged,
  'interview.answer_scored': interviewChanged,
  'interview.answer_unscored': interviewChanged,
  'transcript.ready': interviewChanged,
  'transcript.unable': interviewChanged,
  'gap.noticed': gapChanged,
  'gap.healed': gapChanged,
  'gap.ignored': gapChanged,
  'dialogue.start': nothing,
  'webhook_endpoint.disabled': webhooksChanged,
  'webhook_endpoint.enabled': webhooksChanged,
  'audit.anchored': nothing,
  'queue.stats': {
    patch: (client, frames) => {
      for (const data of dataOf(frames, 'queue.stats')) patchQueues(client, data);
    },
  },
  'floor.stats': floorCounted,
  'health.changed': { rereads: ['health', 'operations-summary'] },
  'sync.progress': {
    patch: (client, frames) => {
      for (const data of dataOf(frames, 'sync.progress')) patchSyncRun(client, data);
    },
  },
  'operation.progress': operationChanged,
  'callback.received': callbacksChanged,
  'callback.applied': callbacksChanged,
  'callback.dead_lettered': callbacksStopped,
  'callback.quarantined': callbacksStopped,
  connected: reconnected,
  keepalive: { rereads: ['rejected-requests'] }, // ingest counts them, and no event says so
  'stream.reset': { rereads: ['*'] },
};

export const EVENT_NAMES = Object.keys(EFFECTS) as StreamEventName[];
