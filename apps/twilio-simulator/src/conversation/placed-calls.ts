import { forgetLegs } from '../calls/session.ts';
import type { Candidates } from '../candidates/candidates.ts';
import { type Clock, sleepUnless } from '../clock/clock.ts';
import { type Conferences, openConferences } from '../conferences/conferences.ts';
import { openCallLine } from '../delivery/call-line.ts';
import type { DeliveryCounts } from '../delivery/delivery-counts.ts';
import type { Send } from '../delivery/outbox.ts';
import type { CallRecord } from '../truth/call-record.ts';
import { type CallOrder, type IncomingCall, orderOfIncoming } from './call-order.ts';
import type { PlacedSettings } from './placed-settings.ts';
import { playIncomingCall, playPlacedCall } from './play-placed-call.ts';
import { type Manner, prepareTalk, type TalkParts } from './prepare-talk.ts';
import type { Talk } from './talk.ts';

interface PlacedParts extends TalkParts {
  counts: DeliveryCounts;
  openSend(signal: AbortSignal): Send;
  onCallStarted(): void;
  onCallEnded(): void;
}

/** The calls that are played with a candidate: those that REST places, and those that come in on demand. */
export interface PlacedCalls {
  readonly settings: PlacedSettings;
  readonly candidates: Candidates;
  readonly conferences: Conferences;
  /** Where recordings are kept instead of at Twilio. */
  storage: () => string | null;
  /** Puts a call into the queue. Asked twice, it is two calls. */
  place(order: CallOrder): CallRecord;
  /** Somebody calls. */
  receive(call: IncomingCall): CallRecord;
  /** Breaks off all of them. */
  stop(): Promise<void>;
}

export function openPlacedCalls(parts: PlacedParts): PlacedCalls {
  const { clock, truth, counts, settings, candidates } = parts;
  const running = new Set<Promise<void>>();
  const queue = openCallQueue(clock, settings);
  let stopping = new AbortController();
  let send = parts.openSend(stopping.signal);
  let begun = 0;

  const openLine = (seed: string) =>
    openCallLine({ send, counts, rates: { ...settings }, seed, signal: stopping.signal });
  const conferences = openConferences({ truth, clock, openLine });

  const begin = (order: CallOrder, manner: Manner, play: (talk: Talk) => Promise<void>): CallRecord => {
    const { signal } = stopping;
    const seed = `${settings.seed}:placed:${begun++}`;
    const line = openLine(seed);
    const talk = prepareTalk({ ...parts, conferences, line, seed, stop: signal }, order, manner);
    parts.onCallStarted();
    const playing = play(talk)
      .catch(ignoreStop(signal))
      .finally(() => forgetLegs(talk.play))
      .then(() => line.settled())
      .finally(() => {
        running.delete(playing);
        parts.onCallEnded();
      });
    running.add(playing);
    return talk.leg.record;
  };
  return {
    settings,
    candidates,
    conferences,
    storage: parts.storage,
    place: (order) =>
      begin(order, { direction: 'outbound-api' }, (talk) =>
        playPlacedCall(talk, () => queue.turn(talk.play.interruption.signal)),
      ),
    receive(call) {
      const { staySeconds, speed } = call;
      const order = orderOfIncoming(call, parts.configuredUrl);
      return begin(order, { direction: 'inbound', staySeconds, speed }, playIncomingCall);
    },
    async stop() {
      const stopped = stopping;
      stopping = new AbortController();
      send = parts.openSend(stopping.signal);
      stopped.abort();
      conferences.forgetAll();
      await Promise.allSettled(running);
    },
  };
}

/** A stopped call just breaks off where it is; every other error is a bug and must be heard. */
const ignoreStop =
  (signal: AbortSignal) =>
  (error: unknown): void => {
    if (!signal.aborted) throw error;
  };

/** Calls wait here until the account may place the next one: in the order of their requests, so many per second. */
interface CallQueue {
  turn(signal: AbortSignal): Promise<void>;
}

function openCallQueue(clock: Clock, settings: { readonly cps: number }): CallQueue {
  let nextTurnAt = 0;
  return {
    async turn(signal) {
      const now = clock.now();
      const turnAt = Math.max(now, nextTurnAt);
      nextTurnAt = turnAt + 1000 / settings.cps;
      if (turnAt > now) await sleepUnless(signal, (turnAt - now) / clock.speed);
    },
  };
}
