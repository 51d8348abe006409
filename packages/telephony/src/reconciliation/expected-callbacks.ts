import { describeKind } from '../callbacks/callback-kinds.ts';
import { callbackName } from '../callbacks/callback-name.ts';
import type { Fact } from '../facts/fact.ts';
import { distinct } from '../calls/fold-call.ts';
import { proveCallbacks } from './prove-callbacks.ts';
import { isTerminal, type CallStatus } from '../calls/status.ts';

/** How long after the first proof of it a callback may still come: Twilio gives one up after 15 s. */
export const DELIVERY_WINDOW_SECONDS = 30;

/** A callback that Twilio had to send, as far as is known. */
export type ExpectedCallback = {
  /** Unique within the leg: `answered`, `recording RE… completed`, `status callback 1`, `dial action 2`. */
  name: string;
  status: CallStatus | null;
  sequence: number | null;
  recordingSid: string | null;
  /** How that is known, in one clause. */
  because: string;
  /** The fact that it became; null: it did not come. What REST says is never the callback. */
  factKey: string | null;
  /** When it was fired by Twilio's clock; of one that did not come: at the latest. Null where nothing dates it. */
  expectedAt: string | null;
  /** Until when it can still come, ISO 8601; null where it came. */
  dueAt: string | null;
  isOverdue: boolean;
};

/**
 * The callbacks that Twilio had to send about ONE leg, given all facts about it, REST's among them; those that came
 * first. `dialAction` is the request about the parent that names the result of dialling this leg, if any. Says
 * nothing that is not proven: what may have been subscribed or skipped is not expected.
 */
export function expectedCallbacks(
  facts: readonly Fact[],
  now: Date,
  dialAction: Fact | null = null,
): ExpectedCallback[] {
  const known = distinct(facts).toSorted((a, b) => compare(a.observedAt, b.observedAt) || compare(a.key, b.key));
  const came = listReceived(known.filter((fact) => fact.source === 'webhook'));
  const names = new Set(came.map(({ name }) => name));
  const missing: ExpectedCallback[] = [];
  for (const { facts: proofs, ...proof } of proveCallbacks(known, dialAction)) {
    if (names.has(proof.name)) continue;
    names.add(proof.name);
    const firedAt = Math.min(...proofs.map(provenAt));
    const dueAt = new Date(firedAt + DELIVERY_WINDOW_SECONDS * 1000);
    const times = { expectedAt: new Date(firedAt).toISOString(), dueAt: dueAt.toISOString() };
    missing.push({ ...proof, factKey: null, ...times, isOverdue: dueAt <= now });
  }
  return [...came, ...missing];
}

/** Callbacks of one name are one, but each request for TwiML is one of its own. */
function listReceived(callbacks: readonly Fact[]): ExpectedCallback[] {
  return [...Map.groupBy(callbacks, callbackName)].flatMap(([name, same]) => {
    const isRecording = describeKind(same[0]!.kind).about === 'recording';
    const isReport = isRecording || same[0]!.kind === 'call-status';
    return (isReport ? same.slice(0, 1) : same).map((fact, n) => ({
      name: n === 0 ? name : `${name} ${n + 1}`,
      status: fact.status,
      sequence: fact.sequence,
      recordingSid: (isRecording && fact.recording?.sid) || null,
      because: 'it came',
      factKey: fact.key,
      expectedAt: fact.occurredAt,
      dueAt: null,
      isOverdue: false,
    }));
  });
}

/** When the latest of what a fact proves was fired: Twilio's clock where it dates that, our own where it does not. */
function provenAt({ kind, status, occurredAt, observedAt }: Fact): number {
  const isDated = kind === 'call-status' || (kind === 'call-resource' && status !== null && isTerminal(status));
  return Date.parse((isDated && occurredAt) || observedAt);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
