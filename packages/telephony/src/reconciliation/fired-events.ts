import { eventOf, type StatusEvent } from '../callbacks/callback-name.ts';
import type { Fact } from '../facts/fact.ts';

/** A callback that was fired, as its number in the sequence proves, whether it came or not. */
export type FiredEvent = {
  sequence: number;
  /** Null where the number is proven and more than one event may have had it. */
  event: StatusEvent | null;
  /** The callbacks with higher numbers. */
  proofs: readonly Fact[];
};

/**
 * What the numbers of the status callbacks that came prove: the numbers below theirs were fired, since a sequence counts
 * nothing else. Null where they contradict each other, or `sure` (events known to be subscribed and to have happened):
 * then more than one URL is subscribed to this leg, each with a count of its own.
 */
export function firedEvents(callbacks: readonly Fact[], sure: readonly StatusEvent[]): FiredEvent[] | null {
  const numbered = callbacks.filter((fact) => fact.sequence !== null && eventOf(fact.status) !== null);
  const lists = LISTS.filter((events) => sure.every((event) => events.includes(event)));
  if (!lists.some((events) => numbered.every((fact) => fits(events, fact)))) return null;
  const top = Math.max(0, ...numbered.map((fact) => fact.sequence!));
  return Array.from({ length: top }, (_, sequence) => {
    const proofs = numbered.filter((fact) => fact.sequence! > sequence);
    return { sequence, event: nameOf(sequence, proofs, lists), proofs };
  });
}

/** Everything that Twilio may fire before the end; carriers skip events, and a subscription may leave them out. */
const LISTS: readonly (readonly StatusEvent[])[] = [
  [],
  ['initiated'],
  ['ringing'],
  ['answered'],
  ['initiated', 'ringing'],
  ['initiated', 'answered'],
  ['ringing', 'answered'],
  ['initiated', 'ringing', 'answered'],
];

/** Whether a callback can have its number where these events are fired before the end. */
function fits(events: readonly StatusEvent[], { status, sequence }: Fact): boolean {
  const event = eventOf(status)!;
  if (event !== 'completed') return events.indexOf(event) === sequence;
  return events.length === sequence && !(isUnanswered(status!) && events.includes('answered'));
}

const isUnanswered = (status: string) => status === 'busy' || status === 'no-answer' || status === 'canceled';

/** Named by one callback alone, as two may belong to two URLs that subscribe to different events. */
function nameOf(
  sequence: number,
  proofs: readonly Fact[],
  lists: readonly (readonly StatusEvent[])[],
): StatusEvent | null {
  for (const proof of proofs) {
    const [event, ...others] = new Set(
      lists.filter((events) => fits(events, proof)).map((events) => events[sequence]!),
    );
    if (event && others.length === 0) return event;
  }
  return null;
}
