import type { Account } from '../account.ts';
import { hurryClock } from '../call-clock.ts';
import type { CallRecord } from '../calls/call-record.ts';
import type { Truth } from '../calls/truth.ts';
import type { Clock } from '../clock.ts';
import type { Candidates } from '../conversation/candidates.ts';
import { openTalk } from '../conversation/talk.ts';
import { playPlacedCall } from '../conversation/play-placed-call.ts';
import { openCallLine } from '../delivery/call-line.ts';
import type { DeliveryCounts } from '../delivery/delivery-counts.ts';
import type { Send } from '../delivery/outbox.ts';
import { seededRandom } from '../random.ts';
import { openLeg } from '../scenarios/leg.ts';
import type { CallOrder } from './call-order.ts';
import { openCallQueue } from './call-queue.ts';
import { type LiveCall, openLiveCall } from './live-call.ts';
import type { PlacedSettings } from './placed-settings.ts';

export interface PlacedParts {
  account: Account;
  clock: Clock;
  truth: Truth;
  counts: DeliveryCounts;
  settings: PlacedSettings;
  candidates: Candidates;
  /** Where recordings are kept instead of at Twilio. */
  storage(): string | null;
  openSend(signal: AbortSignal): Send;
  onCallStarted(): void;
  onCallEnded(): void;
}

/** The calls that were placed by REST and are not over. */
export interface PlacedCalls {
  readonly settings: PlacedSettings;
  readonly candidates: Candidates;
  /** Puts a call into the queue. Asked twice, it is two calls. */
  place(order: CallOrder): CallRecord;
  find(sid: string): LiveCall | undefined;
  /** Breaks off all of them. */
  stop(): Promise<void>;
}

export function openPlacedCalls(parts: PlacedParts): PlacedCalls {
  const { account, clock, truth, counts, settings, candidates } = parts;
  const live = new Map<string, LiveCall>();
  const running = new Set<Promise<void>>();
  const queue = openCallQueue(clock, settings);
  let stopping = new AbortController();
  let send = parts.openSend(stopping.signal);
  let placed = 0;

  return {
    settings,
    candidates,
    place(order) {
      const { signal } = stopping;
      // Whatever the call still waits for when it is over.
      const over = new AbortController();
      const ending = AbortSignal.any([signal, over.signal]);
      const seed = `${settings.seed}:placed:${placed++}`;
      const random = seededRandom(seed, 'call');
      const line = openCallLine({ send, counts, rates: { ...settings }, seed, signal });
      const candidate = candidates.answering(order.to.address, settings.seed);
      const base = { account, random, line, truth, configuredUrl: (path: string) => path };
      const play = {
        ...base,
        scenario: `candidate-${candidate.script}`,
        clock: hurryClock(clock, settings.speed, ending),
      };
      const { to, from, subscription } = order;
      const leg = openLeg(play, { to, from, subscription, direction: 'outbound-api' });
      const call = openLiveCall(leg.record);
      const isHurried = settings.speed !== clock.speed;
      const talk = openTalk({ play, leg, candidate, live: call, order, isHurried, storage: parts.storage() });
      parts.onCallStarted();
      live.set(leg.record.sid, call);
      const playing = playPlacedCall(talk, () => queue.turn(ending))
        .catch(ignoreStop(signal))
        .finally(() => {
          live.delete(leg.record.sid);
          over.abort();
        })
        .then(() => line.settled())
        .finally(() => {
          running.delete(playing);
          parts.onCallEnded();
        });
      running.add(playing);
      return leg.record;
    },
    find: (sid) => live.get(sid),
    async stop() {
      const stopped = stopping;
      stopping = new AbortController();
      send = parts.openSend(stopping.signal);
      stopped.abort();
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
