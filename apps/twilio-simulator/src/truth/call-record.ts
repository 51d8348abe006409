/** A call as Twilio itself knows it: the truth that callbacks report. */
export interface CallRecord {
  readonly sid: string;
  readonly accountSid: string;
  readonly parentCallSid: string | null;
  readonly from: string;
  readonly to: string;
  readonly direction: Direction;
  readonly scenario: string;
  readonly createdAt: number;
  forwardedFrom: string | null;
  callerName: string | null;
  status: RestStatus;
  answeredBy: string | null;
  queueTimeMs: number;
  startedAt: number | null;
  answeredAt: number | null;
  endedAt: number | null;
  durationSeconds: number | null;
  /** The duration as simulated. A call on a compressed clock takes less time than that. */
  talkedSeconds: number | null;
  /** Null for a live call, and for an unanswered one that was not ended by a party or by REST. */
  endedBy: EndedBy | null;
  /** REST shows it only some time after the end of the call. */
  price: string | null;
  updatedAt: number;
  /** What a perfect receiver knows from the acknowledged callbacks. */
  delivered: Delivered;
}

/** `hang-up`: by one of the parties. `twiml`: its document ended. */
export type EndedBy = 'rest' | 'hang-up' | 'twiml' | 'time-limit';

interface Delivered {
  status: CallStatus | null;
  callDuration: number | null;
  dialCallStatus: string | null;
  dialCallDuration: number | null;
}

export type Direction = 'inbound' | 'outbound-api' | 'outbound-dial';
export type TerminalStatus = 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled';
export const restStatuses = [
  'queued',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'failed',
  'no-answer',
  'canceled',
] as const;
type RestStatus = (typeof restStatuses)[number];
/** `initiated` occurs in callbacks only. */
export type CallStatus = RestStatus | 'initiated';

type Given = Pick<
  CallRecord,
  'sid' | 'accountSid' | 'parentCallSid' | 'from' | 'to' | 'direction' | 'scenario' | 'createdAt'
>;

/** Only calls placed by REST are queued. */
export function newCallRecord(given: Given): CallRecord {
  return {
    ...given,
    forwardedFrom: null,
    callerName: null,
    status: given.direction === 'outbound-api' ? 'queued' : 'ringing',
    answeredBy: null,
    queueTimeMs: 0,
    startedAt: null,
    answeredAt: null,
    endedAt: null,
    durationSeconds: null,
    talkedSeconds: null,
    endedBy: null,
    price: null,
    updatedAt: given.createdAt,
    delivered: { status: null, callDuration: null, dialCallStatus: null, dialCallDuration: null },
  };
}

const terminal: ReadonlySet<string> = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled']);

export const isTerminal = (status: string): status is TerminalStatus => terminal.has(status);

/** Changes the status at a time. An unanswered call has no end time and no duration, as in Twilio's REST API. */
export function applyStatus(record: CallRecord, status: CallStatus, at: number): void {
  record.updatedAt = at;
  if (!isTerminal(status) && status !== 'queued') record.startedAt ??= at;
  if (status === 'initiated') return;
  record.status = status;
  if (status === 'in-progress') record.answeredAt = at;
  if (status !== 'completed') return;
  record.endedBy ??= 'hang-up';
  record.endedAt = at;
  const seconds = record.talkedSeconds ?? (at - (record.answeredAt ?? at)) / 1000;
  record.durationSeconds = Math.max(1, Math.round(seconds));
  record.price = callPrice(record.direction, record.durationSeconds);
}

const perMinute: Record<Direction, number> = { inbound: 0.0085, 'outbound-api': 0.014, 'outbound-dial': 0.014 };

/** A negative number of dollars with five decimals, per started minute. */
function callPrice(direction: Direction, durationSeconds: number): string {
  return (-perMinute[direction] * billedMinutes(durationSeconds)).toFixed(5);
}

export const billedMinutes = (durationSeconds: number): number => Math.ceil(durationSeconds / 60);
