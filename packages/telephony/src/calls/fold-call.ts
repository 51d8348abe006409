import { CALLBACK_KINDS, describeKind } from '../callbacks/callback-kinds.ts';
import { detectDirection, outsideNumber, type Direction, type OwnedNumbers } from './direction.ts';
import type { DialFact, Fact, FactSource, FactValues } from '../facts/fact.ts';
import type { RecordingStatus } from '../live-control/recording-control.ts';
import { showRecording } from '../recordings/show-recording.ts';
import { dropReason, isDropped, isTerminal, MANUAL_END, mayFollowDrop, statusRank, type CallStatus } from './status.ts';

/** A call, folded from a set of facts. Times are ISO 8601 in UTC; durations are seconds. */
export type CallState = {
  callSid: string;
  accountSid: string | null;
  parentCallSid: string | null;
  status: CallStatus;
  direction: Direction;
  twilioDirection: string | null;
  fromNumber: string | null;
  toNumber: string | null;
  outsideNumber: string | null;
  sipOrPstn: 'sip' | 'client' | 'pstn';
  durationSec: number | null;
  price: string | null;
  priceUnit: string | null;
  queueTime: number | null;
  startTime: string | null;
  endTime: string | null;
  answeredBy: string | null;
  endedReason: string | null;
  sipResponseCode: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  dialCallSid: string | null;
  dialCallStatus: string | null;
  dialCallDurationSec: number | null;
  recordingSid: string | null;
  recordingUrl: string | null;
  recordingStatus: RecordingStatus | null;
  candidateId: number | null;
  campaignId: string | null;
  campaignContactId: string | null;
  externalCallId: string | null;
  lastEventTime: string | null;
  isFinal: boolean;
  finalizedAt: string | null;
  /** Keys of the facts that came by callback, shortened: `completed:3`, `recording-complete`. */
  webhookEvents: string[];
  /** How many facts are known; grows with every one. */
  version: number;
  createdAt: string;
  updatedAt: string;
};

/**
 * The state of one call: a pure function of the set of facts about it. Copies and order change nothing; arrival times
 * show only in `createdAt` and `updatedAt`, and in `finalizedAt` where Twilio gave no time. At least one fact is needed.
 */
export function foldCall(callSid: string, facts: readonly Fact[], owned: OwnedNumbers): CallState {
  const known = distinct(facts).toSorted(byAuthority);
  const values: FactValues = Object.assign({}, ...known.map((fact) => fact.values));
  const byHand = known.findLast(isManual);
  const others = byHand ? known.filter((fact) => !isManual(fact)) : known;
  const reported = foldStatus(others);
  const setByHand = isTerminal(reported) ? undefined : byHand;
  const status = setByHand?.status ?? reported;
  const times = foldTimes(others, values);
  const [from, to] = [values.fromNumber ?? null, values.toNumber ?? null];
  const direction = detectDirection(from, to, owned);
  const observed = known.map((fact) => fact.observedAt).toSorted();
  return {
    callSid,
    accountSid: values.accountSid ?? null,
    parentCallSid: values.parentCallSid ?? null,
    status,
    direction,
    twilioDirection: values.twilioDirection ?? null,
    fromNumber: from,
    toNumber: to,
    outsideNumber: outsideNumber(direction, from, to),
    sipOrPstn: networkOf(from, to),
    durationSec: values.durationSec ?? null,
    price: values.price ?? null,
    priceUnit: values.priceUnit ?? null,
    queueTime: values.queueTime ?? null,
    ...times,
    ...(setByHand && { finalizedAt: times.finalizedAt ?? setByHand.occurredAt ?? setByHand.observedAt }),
    answeredBy: values.answeredBy ?? null,
    endedReason: setByHand ? MANUAL_END : isTerminal(status) ? endedReason(status) : null,
    sipResponseCode: values.sipResponseCode ?? null,
    errorCode: values.errorCode ?? null,
    errorMessage: values.errorMessage ?? null,
    ...foldDial(known),
    ...showRecording(known, isTerminal(status)),
    candidateId: values.candidateId ?? null,
    campaignId: values.campaignId ?? null,
    campaignContactId: values.campaignContactId ?? null,
    externalCallId: values.externalCallId ?? null,
    isFinal: isTerminal(status),
    webhookEvents: known
      .filter((fact) => fact.source === 'webhook')
      .map(shortKey)
      .toSorted(),
    version: known.length,
    createdAt: observed[0]!,
    updatedAt: observed.at(-1)!,
  };
}

/** One fact of each key: of its copies the one that arrived first. */
export function distinct<F extends Pick<Fact, 'key' | 'observedAt'>>(facts: readonly F[]): F[] {
  const known = new Map<string, F>();
  for (const fact of facts) {
    const copy = known.get(fact.key);
    if (copy === undefined || fact.observedAt < copy.observedAt) known.set(fact.key, fact);
  }
  return [...known.values()];
}

/**
 * Weakest first: by how far the call has come, then REST over callbacks, then Twilio's clock. Its sequence decides only
 * within a second: of two URLs that are subscribed to one call, each has its own count.
 */
function byAuthority(a: Fact, b: Fact): number {
  return (
    rankOf(a) - rankOf(b) ||
    Number(isFromRest(a)) - Number(isFromRest(b)) ||
    compare(a.occurredAt ?? '', b.occurredAt ?? '') ||
    (a.sequence ?? -1) - (b.sequence ?? -1) ||
    compare(a.key, b.key)
  );
}

/**
 * Dropped is our reason for an end that Twilio calls `completed` or `canceled`, and outranks it. Alone it ends nothing:
 * the call goes on until Twilio reports its end. Of several drops the first one counts, as the others came too late.
 */
function foldStatus(known: readonly Fact[]): CallStatus {
  const reported = known.findLast((fact) => fact.status !== null && !isDropped(fact.status))?.status ?? 'queued';
  const isBehind = statusRank(reported) < statusRank('in-progress') && known.some(provesAnswer);
  const strongest = isBehind ? 'in-progress' : reported;
  const dropped = known.find((fact) => fact.status !== null && isDropped(fact.status))?.status;
  return dropped && mayFollowDrop(strongest) ? dropped : strongest;
}

/** A recording, a place in a conference and an answered `<Dial>` exist only where the call itself was answered. */
const provesAnswer = ({ recording, dial, joinedConference }: Fact): boolean =>
  recording?.status === 'completed' || (dial !== undefined && wasAnswered(dial)) || joinedConference === true;

/** The word of calls and emergency: `monitor_drop`, else the status. */
const endedReason = (status: CallStatus): string => (isDropped(status) ? dropReason(status) : status);

/** REST knows when a call began and ended; without it, the callbacks' times are as near as one gets. */
function foldTimes(known: readonly Fact[], { startTime, endTime: restEnd, durationSec }: FactValues) {
  const times = (facts: readonly Fact[]) => facts.flatMap(({ occurredAt }) => occurredAt ?? []).toSorted();
  const ends = known.filter((fact) => fact.status !== null && isTerminal(fact.status) && !isDropped(fact.status));
  const endTime = restEnd ?? times(ends)[0] ?? null;
  const begun = times(known.filter((fact) => fact.status !== null && !isTerminal(fact.status)))[0];
  const computed =
    endTime !== null && durationSec !== undefined
      ? new Date(Date.parse(endTime) - durationSec * 1000).toISOString()
      : null;
  return {
    startTime: startTime ?? begun ?? computed,
    endTime,
    lastEventTime: times(known).at(-1) ?? null,
    finalizedAt: endTime ?? ends.map((fact) => fact.observedAt).toSorted()[0] ?? null,
  };
}

/** Of several dials (a transfer) the one that was answered, and of equals the same one always. */
function foldDial(known: readonly Fact[]) {
  const dial = known
    .flatMap((fact) => fact.dial ?? [])
    .toSorted((a, b) => Number(wasAnswered(a)) - Number(wasAnswered(b)) || compare(a.callSid ?? '', b.callSid ?? ''))
    .at(-1);
  return {
    dialCallSid: dial?.callSid ?? null,
    dialCallStatus: dial?.status ?? null,
    dialCallDurationSec: dial?.durationSec ?? null,
  };
}

const wasAnswered = ({ status }: DialFact): boolean => status === 'completed' || status === 'answered';

function networkOf(from: string | null, to: string | null): CallState['sipOrPstn'] {
  const schemes = `${from ?? ''} ${to ?? ''}`;
  if (/(?:^| )client:/i.test(schemes)) return 'client';
  return /(?:^| )sips?:/i.test(schemes) ? 'sip' : 'pstn';
}

/** True for a status that a person set by hand: it counts while Twilio has reported no end, the last of several. */
const isManual = ({ kind, source, status }: Fact): boolean =>
  kind === 'manual-status' && source === 'api' && status !== null && isTerminal(status) && !isDropped(status);
const rankOf = (fact: Fact) => (fact.status === null ? -1 : statusRank(fact.status));
/** True for what the REST API said, not a callback and not our own action; live control stores both with the source `api`. */
export const isFromRest = ({ source, kind }: { source: FactSource; kind: string }): boolean =>
  source === 'api' ? REST_KINDS.has(kind) : source !== 'webhook';
const REST_KINDS: ReadonlySet<string> = new Set(CALLBACK_KINDS.filter((kind) => describeKind(kind).origin === 'rest'));

/** True for what we did: it proves nothing of what Twilio did. */
export const isOwnAction = (fact: { source: FactSource; kind: string }): boolean =>
  fact.source === 'api' && !isFromRest(fact);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const shortKey = (fact: Fact) => (fact.kind === 'call-status' ? `${fact.status}:${fact.sequence ?? '-'}` : fact.kind);
