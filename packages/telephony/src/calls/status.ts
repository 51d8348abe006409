/** What a callback's `CallStatus` may say. `initiated` exists in callbacks only, `queued` in REST only. */
export const TWILIO_STATUSES = [
  'queued',
  'initiated',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'no-answer',
  'canceled',
  'failed',
] as const;

/** Our own reasons for an end that Twilio reports as `completed` or `canceled`. */
const DROPPED_STATUSES = ['dropped_by_monitor', 'dropped_by_reader', 'dropped_by_client'] as const;
export type DroppedStatus = (typeof DROPPED_STATUSES)[number];
/** For whom we ended a call. */
export type Dropper = DroppedStatus extends `dropped_by_${infer By}` ? By : never;

/** Every status a call may have. */
export const CALL_STATUSES = ['scheduled', 'initiating', ...TWILIO_STATUSES, ...DROPPED_STATUSES] as const;
export type CallStatus = (typeof CALL_STATUSES)[number];

const TERMINAL_RANK = 5;

/** One lattice for all vocabularies: a fact moves a call only upward. */
const RANK: Record<CallStatus, number> = {
  scheduled: 0,
  initiating: 1,
  queued: 1,
  initiated: 2,
  ringing: 3,
  'in-progress': 4,
  completed: TERMINAL_RANK,
  busy: TERMINAL_RANK,
  'no-answer': TERMINAL_RANK,
  canceled: TERMINAL_RANK,
  failed: TERMINAL_RANK,
  dropped_by_monitor: TERMINAL_RANK,
  dropped_by_reader: TERMINAL_RANK,
  dropped_by_client: TERMINAL_RANK,
};

export const statusRank = (status: CallStatus): number => RANK[status];
export const isTerminal = (status: CallStatus): boolean => RANK[status] === TERMINAL_RANK;
export const isDropped = (status: CallStatus): status is DroppedStatus => status.startsWith('dropped_by_');
export const dropperOf = (status: DroppedStatus): Dropper => status.slice('dropped_by_'.length) as Dropper;
/** Ends that we may be the reason of. */
export const mayBeOurs = (status: CallStatus): boolean => status === 'completed' || status === 'canceled';
export const isCallStatus = (text: unknown): text is CallStatus =>
  typeof text === 'string' && Object.hasOwn(RANK, text);

type Words = {
  /** `candidates.call_status` of the status-callback router. */
  candidate: string;
  /** The telephony handler's domain event. */
  domainEvent: string;
  /** `messages.status` of the call inbox, which knows no state before ringing. */
  message: string;
  /** The lifecycle state of calls and emergency. */
  lifecycle: string;
};

/** One table from our status to the words of every system that Trunkline replaces. */
export const STATUS_WORDS: Record<CallStatus, Words> = {
  scheduled: { candidate: 'QUEUED', domainEvent: 'call.initiated', message: 'ringing', lifecycle: 'scheduled' },
  initiating: { candidate: 'QUEUED', domainEvent: 'call.initiated', message: 'ringing', lifecycle: 'initiating' },
  queued: { candidate: 'QUEUED', domainEvent: 'call.initiated', message: 'ringing', lifecycle: 'initiating' },
  initiated: { candidate: 'INITIATED', domainEvent: 'call.initiated', message: 'ringing', lifecycle: 'initiating' },
  ringing: { candidate: 'RINGING', domainEvent: 'call.ringing', message: 'ringing', lifecycle: 'ringing' },
  'in-progress': {
    candidate: 'IN_CALL',
    domainEvent: 'call.answered',
    message: 'in-progress',
    lifecycle: 'in_progress',
  },
  completed: { candidate: 'DONE', domainEvent: 'call.completed', message: 'completed', lifecycle: 'completed' },
  busy: { candidate: 'BUSY', domainEvent: 'call.busy', message: 'busy', lifecycle: 'busy' },
  'no-answer': { candidate: 'NO-ANSWER', domainEvent: 'call.no_answer', message: 'no-answer', lifecycle: 'no_answer' },
  canceled: { candidate: 'CANCELED', domainEvent: 'call.canceled', message: 'canceled', lifecycle: 'canceled' },
  failed: { candidate: 'FAILED', domainEvent: 'call.failed', message: 'failed', lifecycle: 'failed' },
  dropped_by_monitor: {
    candidate: 'DONE',
    domainEvent: 'call.completed',
    message: 'completed',
    lifecycle: 'dropped_by_monitor',
  },
  dropped_by_reader: {
    candidate: 'DONE',
    domainEvent: 'call.completed',
    message: 'completed',
    lifecycle: 'dropped_by_reader',
  },
  dropped_by_client: {
    candidate: 'DONE',
    domainEvent: 'call.completed',
    message: 'completed',
    lifecycle: 'dropped_by_client',
  },
};
