import { randomUUID } from 'node:crypto';
import { openInterruption } from '../calls/interruption.ts';
import type { Leg } from '../calls/leg.ts';
import { backgroundDone, type CallSession, openSession, removeLegs } from '../calls/session.ts';
import type { Candidates } from '../candidates/candidates.ts';
import { type Clock, sleepUnless } from '../clock/clock.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { compressedClock } from '../clock/scaled-clocks.ts';
import { type Conferences, openConferences } from '../conferences/conferences.ts';
import type { Interference } from '../delivery/aimed-faults.ts';
import { type CallbackSender, openCallbackSender, rethrowUnlessStopped } from '../delivery/callback-sender.ts';
import type { DeliveryCounts } from '../delivery/delivery-counts.ts';
import type { Send } from '../delivery/outbox.ts';
import type { CallRecord } from '../truth/call-record.ts';
import { endEarly } from '../load/play-load.ts';
import { scenarios } from '../load/scenario.ts';
import { type Random, seededRandom, withIdentity } from '../random.ts';
import { type CallRequest, type IncomingCall, incomingCallRequest, type ScenarioCall } from './call-request.ts';
import type { CallSettings } from './call-settings.ts';
import type { Conversation } from './conversation.ts';
import { playIncomingCall, playPlacedCall } from './play-conversation.ts';
import { type CallOptions, type ConversationParts, prepareConversation } from './prepare-conversation.ts';
import type { MediaPlan } from '../media/media-faults.ts';

interface ScriptedCallParts extends ConversationParts {
  counts: DeliveryCounts;
  /** Where a call to an address is sent, as the account is configured. */
  targetsOf: Configuration['targetsOf'];
  openSend(signal: AbortSignal): Send;
  onCallStarted(): void;
  onCallEnded(): void;
}

/** Calls with a scripted candidate, which REST places, and calls on demand. */
export interface ScriptedCalls {
  readonly settings: CallSettings;
  readonly candidates: Candidates;
  readonly conferences: Conferences;
  /** How the media of recordings are stored from now on. */
  media: () => MediaPlan;
  /** Queues a call. Two equal requests make two calls. */
  place(request: CallRequest): CallRecord;
  /** Starts an incoming call. */
  receive(call: IncomingCall): CallRecord;
  /** Plays a scenario of a load once. */
  play(call: ScenarioCall): CallRecord;
  /** How far a call on demand is. Undefined: there is none. */
  progress(sid: string): OnDemandProgress | undefined;
  /** Abandons all scripted calls. */
  stop(): Promise<void>;
}

interface OnDemandProgress {
  /** The call has ended, and all its callbacks are answered or have failed. */
  isOver: boolean;
  interference: Interference;
}

export function openScriptedCalls(parts: ScriptedCallParts): ScriptedCalls {
  const { clock, truth, counts, settings, candidates } = parts;
  const running = new Set<Promise<void>>();
  const queue = openCallQueue(clock, settings);
  let stopping = new AbortController();
  let send = parts.openSend(stopping.signal);
  let started = 0;

  const onDemand = new Map<string, OnDemandProgress>();

  const openSender = (seed: string, demanded?: Demanded): CallbackSender => {
    const { signal } = stopping;
    const extra = demanded && { onDemand: { ...demanded, clockSpeed: clock.speed } };
    return openCallbackSender({ send, counts, rates: { ...settings }, seed, signal, ...extra });
  };
  const conferences = openConferences({ truth, clock, openSender: (seed) => openSender(seed) });

  /** The randomness and the callbacks of the next call. A call on demand has SIDs of its own, whatever its seed. */
  const openCall = (demand?: Pick<IncomingCall, 'seed' | 'interference'>) => {
    const placed = `placed:${started++}`;
    if (!demand) {
      const seed = `${settings.seed}:${placed}`;
      return { random: seededRandom(seed, 'call'), callbacks: openSender(seed) };
    }
    const seed = demand.seed === undefined ? `${settings.seed}:${placed}` : `${demand.seed}:demanded`;
    const identity = seededRandom(randomUUID());
    const callbacks = openSender(seed, { identity, interference: demand.interference });
    return { random: withIdentity(seededRandom(seed, 'call'), identity), callbacks };
  };

  /** Keeps a call that is played until its last callback is answered. */
  const follow = (session: CallSession, playing: Promise<void>, signal: AbortSignal): CallRecord => {
    const [{ record }] = session.legs as [Leg];
    parts.onCallStarted();
    const followed = playing
      .catch(rethrowUnlessStopped(signal))
      .finally(() => removeLegs(session))
      .then(() => session.callbacks.settled())
      .finally(() => {
        running.delete(followed);
        const progress = onDemand.get(record.sid);
        if (progress) progress.isOver = true;
        parts.onCallEnded();
      });
    running.add(followed);
    return record;
  };

  const start = (
    request: CallRequest,
    options: CallOptions,
    play: (conversation: Conversation) => Promise<void>,
    demand?: IncomingCall,
  ): CallRecord => {
    const { signal } = stopping;
    const prepared = { ...parts, conferences, ...openCall(demand), stop: signal };
    const conversation = prepareConversation(prepared, request, { ...options, seed: demand?.seed });
    return follow(conversation.session, play(conversation), signal);
  };

  const demanded = (record: CallRecord, { interference }: Pick<IncomingCall, 'interference'>): CallRecord => {
    onDemand.set(record.sid, { isOver: false, interference });
    return record;
  };
  return {
    settings,
    candidates,
    conferences,
    media: parts.media,
    place: (request) =>
      start(request, { direction: 'outbound-api' }, (conversation) =>
        playPlacedCall(conversation, () => queue.waitForTurn(conversation.session.interruption.signal)),
      ),
    receive(call) {
      const { staySeconds, speed } = call;
      const request = incomingCallRequest(call, parts.targetsOf(call.to));
      return demanded(start(request, { direction: 'inbound', staySeconds, speed }, playIncomingCall, call), call);
    },
    play(call) {
      const { account, live, configuredUrl } = parts;
      const { scenario, plan, speed = settings.speed } = call;
      const { signal } = stopping;
      const interruption = openInterruption(signal);
      const session = openSession({
        account,
        truth,
        live,
        configuredUrl,
        interruption,
        scenario,
        plan,
        ...openCall(call),
        clock: compressedClock(clock, speed, interruption),
        isCompressed: speed !== clock.speed,
        isRedirectable: false,
      });
      const playing = scenarios[scenario].play(session).catch((error: unknown) => endEarly(session, error));
      return demanded(
        follow(
          session,
          playing.then(() => backgroundDone(session)),
          signal,
        ),
        call,
      );
    },
    progress: (sid) => onDemand.get(sid),
    async stop() {
      const stopped = stopping;
      stopping = new AbortController();
      send = parts.openSend(stopping.signal);
      stopped.abort();
      conferences.removeAll();
      await Promise.allSettled(running);
    },
  };
}

interface Demanded {
  identity: Random;
  interference: Interference;
}

/** Lets calls start in the order of their requests, at the account's rate. */
interface CallQueue {
  waitForTurn(signal: AbortSignal): Promise<void>;
}

function openCallQueue(clock: Clock, settings: { readonly cps: number }): CallQueue {
  let nextTurnAt = 0;
  return {
    async waitForTurn(signal) {
      const now = clock.now();
      const turnAt = Math.max(now, nextTurnAt);
      nextTurnAt = turnAt + 1000 / settings.cps;
      if (turnAt > now) await sleepUnless(signal, (turnAt - now) / clock.speed);
    },
  };
}
