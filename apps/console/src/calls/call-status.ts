import type { Tone } from '../parts/tone.ts';
import type { CallStatus } from './call.ts';

type Shown = { words: string; tone: Tone; isEnded?: true };

/** How each status is shown. The compiler asks for a new one. */
const STATUSES: Readonly<Record<CallStatus, Shown>> = {
  scheduled: { words: 'Scheduled', tone: 'idle' },
  initiating: { words: 'Starting', tone: 'ring' },
  queued: { words: 'Queued', tone: 'ring' },
  initiated: { words: 'Initiated', tone: 'ring' },
  ringing: { words: 'Ringing', tone: 'ring' },
  'in-progress': { words: 'In progress', tone: 'live' },
  completed: { words: 'Completed', tone: 'idle', isEnded: true },
  busy: { words: 'Busy', tone: 'warn', isEnded: true },
  'no-answer': { words: 'No answer', tone: 'warn', isEnded: true },
  canceled: { words: 'Canceled', tone: 'idle', isEnded: true },
  failed: { words: 'Failed', tone: 'bad', isEnded: true },
  dropped_by_monitor: { words: 'Dropped by a monitor', tone: 'idle', isEnded: true },
  dropped_by_reader: { words: 'Dropped by the agent', tone: 'idle', isEnded: true },
  dropped_by_client: { words: 'Dropped by the client', tone: 'idle', isEnded: true },
};

export const CALL_STATUSES = Object.keys(STATUSES) as CallStatus[];
/** Of calls that have not ended. */
export const LIVE_STATUSES = CALL_STATUSES.filter((status) => !STATUSES[status].isEnded);

export const isEnded = (status: CallStatus): boolean => STATUSES[status]?.isEnded ?? false;

/** A status that a newer server knows is shown by its own name. */
export const statusShown = (status: CallStatus): Shown => STATUSES[status] ?? { words: status, tone: 'idle' };

export const DIRECTIONS = ['inbound', 'outbound', 'internal', 'external'] as const;
export type Direction = (typeof DIRECTIONS)[number];
