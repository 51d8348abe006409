import { callbackName, eventOf, recordingName, type StatusEvent } from '../callbacks/callback-name.ts';
import type { Fact } from '../facts/fact.ts';
import { firedEvents, type FiredEvent } from './fired-events.ts';
import { isFromRest, isOwnAction } from '../calls/fold-call.ts';
import { isTerminal, type CallStatus } from '../calls/status.ts';
import { isRecordingEnd } from '../recordings/recording-status.ts';

/** A callback that was fired, and the facts that show it. */
type Proof = {
  name: string;
  status: CallStatus | null;
  sequence: number | null;
  recordingSid: string | null;
  because: string;
  facts: readonly Fact[];
};

/** The callbacks that these facts prove to be fired, also those that did not come. Of several proofs of a name the first counts. */
export function proveCallbacks(known: readonly Fact[], dialAction: Fact | null): Proof[] {
  const callbacks = known.filter((fact) => fact.source === 'webhook' && fact.kind === 'call-status');
  const happened = known.filter((fact) => !isOwnAction(fact));
  const ours = listDialled(happened, dialAction);
  const sure = ours.flatMap(({ status }) => eventOf(status) ?? []);
  const numbers = firedEvents(callbacks, sure);
  const numbersAlone = numbers ?? firedEvents(callbacks, []) ?? [];
  const isUncounted = callbacks.some((fact) => fact.sequence === null);
  const cameAs = new Set(callbacks.map((fact) => fact.sequence));
  return [
    ...numbersAlone
      .filter(({ sequence, event }) => !cameAs.has(sequence) && !(event === null && isUncounted))
      .map(toProof),
    ...(numbers === null ? [] : ours), // not all four were subscribed after all
    ...listEnds(happened, dialAction),
    ...listRecordings(known),
  ];
}

function toProof({ sequence, event, proofs }: FiredEvent): Proof {
  const witness = proofs[0]!;
  return {
    name: event ?? `status callback ${sequence}`,
    status: event && STATUS_OF[event],
    sequence,
    recordingSid: null,
    because: `${callbackName(witness)} came as number ${witness.sequence}, so number ${sequence} was fired`,
    facts: proofs,
  };
}

/** Our own TwiML subscribes to all four events of every leg it dials; ringing may be skipped. */
function listDialled(happened: readonly Fact[], dialAction: Fact | null): Proof[] {
  const isDialled = happened.some((fact) => fact.values.twilioDirection === 'outbound-dial') || dialAction !== null;
  if (!isDialled) return [];
  const begun = [...happened, ...(dialAction ? [dialAction] : [])];
  const answered = happened.filter(({ status }) => status === 'in-progress' || status === 'completed');
  const proof = (event: StatusEvent, because: string, facts: readonly Fact[]): Proof[] =>
    facts.length === 0
      ? []
      : [{ name: event, status: STATUS_OF[event], sequence: null, recordingSid: null, because, facts }];
  return [
    ...proof('initiated', 'our TwiML asks for it, and the leg was dialled', begun),
    ...proof('answered', 'our TwiML asks for it, and the call was answered', answered),
  ];
}

/** Every call that began to be dialled ends with a callback; one cancelled while it was queued sends none at all. */
function listEnds(happened: readonly Fact[], dialAction: Fact | null): Proof[] {
  const ends = happened.filter(({ status }) => status !== null && isTerminal(status));
  const dialled = dialAction?.dial && dialAction.dial.status !== 'answered' ? [dialAction] : [];
  const witness = ends.find(isFromRest) ?? ends[0] ?? dialled[0];
  if (!witness || (dialAction === null && wasNeverDialled(happened))) return [];
  const status = witness === dialAction ? (witness.dial!.status as CallStatus) : witness.status;
  const reporter = isFromRest(witness) ? 'Twilio’s REST API' : `the ${callbackName(witness)}`;
  const because = `${reporter} says that the call ended: ${status}`;
  return [{ name: 'completed', status, sequence: null, recordingSid: null, because, facts: [...ends, ...dialled] }];
}

/** Only calls that we place wait in a queue; REST gives them a start once they are dialled. */
const wasNeverDialled = (happened: readonly Fact[]): boolean =>
  happened.every(isFromRest) &&
  happened.some(({ status }) => status === 'canceled') &&
  happened.every(({ values }) => values.startTime === undefined && !isNeverQueued(values.twilioDirection));

const isNeverQueued = (direction: string | undefined) => direction === 'inbound' || direction === 'outbound-dial';

function listRecordings(known: readonly Fact[]): Proof[] {
  const ended = known.filter((fact) => fact.kind === 'recording-resource' && isRecordingEnd(fact.recording!.status));
  return [...Map.groupBy(ended, (fact) => fact.recording!.sid)].map(([sid, facts]) => ({
    name: recordingName(sid, 'completed'),
    status: null,
    sequence: null,
    recordingSid: sid,
    because: `Twilio’s REST API says that the recording is ${facts.at(-1)!.recording!.status}`,
    facts,
  }));
}

const STATUS_OF: Record<StatusEvent, CallStatus | null> = {
  initiated: 'initiated',
  ringing: 'ringing',
  answered: 'in-progress',
  completed: null,
};
