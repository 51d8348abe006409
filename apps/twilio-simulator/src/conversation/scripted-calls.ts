import { removeLegs } from '../calls/session.ts';
import type { Candidates } from '../candidates/candidates.ts';
import { type Clock, sleepUnless } from '../clock/clock.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { type Conferences, openConferences } from '../conferences/conferences.ts';
import { openCallbackSender, rethrowUnlessStopped } from '../delivery/callback-sender.ts';
import type { DeliveryCounts } from '../delivery/delivery-counts.ts';
import type { Send } from '../delivery/outbox.ts';
import type { CallRecord } from '../truth/call-record.ts';
import { type CallRequest, type IncomingCall, incomingCallRequest } from './call-request.ts';
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

/** Calls with a scripted candidate: those that REST places, and incoming ones on demand. */
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
  /** Abandons all scripted calls. */
  stop(): Promise<void>;
}

export function openScriptedCalls(parts: ScriptedCallParts): ScriptedCalls {
  const { clock, truth, counts, settings, candidates } = parts;
  const running = new Set<Promise<void>>();
  const queue = openCallQueue(clock, settings);
  let stopping = new AbortController();
  let send = parts.openSend(stopping.signal);
  let started = 0;

  const openSender = (seed: string) =>
    openCallbackSender({ send, counts, rates: { ...settings }, seed, signal: stopping.signal });
  const conferences = openConferences({ truth, clock, openSender });

  const start = (
    request: CallRequest,
    options: CallOptions,
    play: (conversation: Conversation) => Promise<void>,
  ): CallRecord => {
    const { signal } = stopping;
    const seed = `${settings.seed}:placed:${started++}`;
    const callbacks = openSender(seed);
    const conversation = prepareConversation(
      { ...parts, conferences, callbacks, seed, stop: signal },
      request,
      options,
    );
    parts.onCallStarted();
    const playing = play(conversation)
      .catch(rethrowUnlessStopped(signal))
      .finally(() => removeLegs(conversation.session))
      .then(() => callbacks.settled())
      .finally(() => {
        running.delete(playing);
        parts.onCallEnded();
      });
    running.add(playing);
    return conversation.leg.record;
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
      return start(request, { direction: 'inbound', staySeconds, speed }, playIncomingCall);
    },
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
