/**
 * What a callback's `CallStatus` may say. `initiated` exists in callbacks only, `queued` in REST only. A new status is a
 * word here, its rank, its words for the replaced systems, and a migration of `call_status_rank` and `calls_status_check`.
 */
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

/** `answered` is the event's name, which some senders write for `in-progress`. */
export const CALLBACK_STATUSES = [...TWILIO_STATUSES, 'answered'] as const;

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
/** `calls.ended_reason` of a call that we ended: the word of calls and emergency. */
export const dropReason = (status: DroppedStatus): string => `${dropperOf(status)}_drop`;
export const DROP_REASONS: readonly string[] = DROPPED_STATUSES.map(dropReason);
/** Ended, and not with a conversation. */
export const isUnreached = (status: CallStatus): boolean =>
  isTerminal(status) && STATUS_WORDS[status].contact !== 'reached';
/** The ends that Twilio reports of a call that we dropped. */
export const mayFollowDrop = (status: CallStatus): boolean => status === 'completed' || status === 'canceled';
/** `calls.ended_reason` of a call that ended by a status set by hand. */
export const MANUAL_END = 'monitor_update';
export const isCallStatus = (text: unknown): text is CallStatus =>
  typeof text === 'string' && Object.hasOwn(RANK, text);

/** The status that a callback's `CallStatus` stands for. */
export function parseCallStatus(text: unknown): CallStatus | undefined {
  if (text === 'answered') return 'in-progress';
  return isCallStatus(text) ? text : undefined;
}

type Words = {
  /** `candidates.call_status` of the status-callback router. */
  candidate: string;
  /** The telephony handler's event (`call_attempts.event_type`). */
  campaignEvent: string;
  /** What the telephony handler's campaign knows of the person (`call_attempts.contact_state`). */
  contact: string;
  /** `messages.status` of the call inbox, which knows no state before ringing. */
  message: string;
  /** The lifecycle state of calls and emergency. */
  lifecycle: string;
};

const dialing = { campaignEvent: 'call.initiated', contact: 'dialing', message: 'ringing' } as const;
const reached = {
  candidate: 'DONE',
  campaignEvent: 'call.completed',
  contact: 'reached',
  message: 'completed',
} as const;

const WORDS = {
  scheduled: { ...dialing, candidate: 'QUEUED', lifecycle: 'scheduled' },
  initiating: { ...dialing, candidate: 'QUEUED', lifecycle: 'initiating' },
  queued: { ...dialing, candidate: 'QUEUED', lifecycle: 'initiating' },
  initiated: { ...dialing, candidate: 'INITIATED', lifecycle: 'initiating' },
  ringing: { ...dialing, candidate: 'RINGING', campaignEvent: 'call.ringing', lifecycle: 'ringing' },
  'in-progress': {
    candidate: 'IN_CALL',
    campaignEvent: 'call.answered',
    contact: 'reached',
    message: 'in-progress',
    lifecycle: 'in_progress',
  },
  completed: { ...reached, lifecycle: 'completed' },
  busy: { candidate: 'BUSY', campaignEvent: 'call.busy', contact: 'busy', message: 'busy', lifecycle: 'busy' },
  'no-answer': {
    candidate: 'NO-ANSWER',
    campaignEvent: 'call.no_answer',
    contact: 'no_answer',
    message: 'no-answer',
    lifecycle: 'no_answer',
  },
  canceled: {
    candidate: 'CANCELED',
    campaignEvent: 'call.canceled',
    contact: 'canceled',
    message: 'canceled',
    lifecycle: 'canceled',
  },
  failed: {
    candidate: 'FAILED',
    campaignEvent: 'call.failed',
    contact: 'failed',
    message: 'failed',
    lifecycle: 'failed',
  },
  dropped_by_monitor: { ...reached, lifecycle: 'dropped_by_monitor' },
  dropped_by_reader: { ...reached, lifecycle: 'dropped_by_reader' },
  dropped_by_client: { ...reached, lifecycle: 'dropped_by_client' },
} as const satisfies Record<CallStatus, Words>;

/** One table from our status to the words of every system that Trunkline replaces. */
export const STATUS_WORDS: Readonly<Record<CallStatus, (typeof WORDS)[keyof typeof WORDS]>> = WORDS;

/** The lifecycle state of calls and emergency: `in_progress`, where Twilio says `in-progress`. */
export const lifecycleOf = (status: CallStatus): Word<'lifecycle'> => STATUS_WORDS[status].lifecycle;

type Word<System extends keyof Words> = (typeof STATUS_WORDS)[CallStatus][System];
export type CampaignEvent = Word<'campaignEvent'>;
export type ContactState = Word<'contact'>;
export type MessageStatus = Word<'message'>;

/** All words of one system, each once, in the order of the statuses. */
export const wordsOf = <System extends keyof Words>(system: System): readonly Word<System>[] => [
  ...new Set(Object.values(STATUS_WORDS).map((words): Word<System> => words[system])),
];
