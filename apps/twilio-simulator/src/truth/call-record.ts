/** What Twilio itself knows of a call: the truth that callbacks only report. */
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
  /** What was said took so long, though a hurried call was over sooner. */
  talkedSeconds: number | null;
  /** Who put an end to it; null while it goes on, and where nobody answered and nobody ended it. */
  endedBy: EndedBy | null;
  /** As it will be billed; REST tells it only some time after the end. */
  price: string | null;
  updatedAt: number;
  /** What a perfect receiver can know from the callbacks that were acknowledged. */
  delivered: Delivered;
}

/** `hang-up`: one of the people on the line. `twiml`: its document came to its end. */
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
/** `initiated` is said in callbacks only. */
export type CallStatus = RestStatus | 'initiated';

type Given = Pick<
  CallRecord,
  'sid' | 'accountSid' | 'parentCallSid' | 'from' | 'to' | 'direction' | 'scenario' | 'createdAt'
>;

/** A dialled leg is never queued; neither is a call that comes in. */
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

/** Moves the truth on. End and duration stay empty for a call that nobody answered, as in Twilio's REST API. */
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

/** Every begun minute is billed; a price is a negative number of dollars with five decimals. */
function callPrice(direction: Direction, durationSeconds: number): string {
  return (-perMinute[direction] * billedMinutes(durationSeconds)).toFixed(5);
}

export const billedMinutes = (durationSeconds: number): number => Math.ceil(durationSeconds / 60);
