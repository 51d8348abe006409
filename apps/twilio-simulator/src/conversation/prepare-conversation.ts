import type { Account } from '../account.ts';
import { openInterruption } from '../calls/interruption.ts';
import { openLeg } from '../calls/leg-status.ts';
import { type LiveCalls, openSession } from '../calls/session.ts';
import type { Candidates } from '../candidates/candidates.ts';
import type { Clock } from '../clock/clock.ts';
import { compressedClock } from '../clock/scaled-clocks.ts';
import type { Conferences } from '../conferences/conferences.ts';
import type { CallbackSender } from '../delivery/callback-sender.ts';
import type { Random } from '../random.ts';
import type { Truth } from '../truth/truth.ts';
import type { CallRequest } from './call-request.ts';
import type { CallSettings } from './call-settings.ts';
import { type Conversation, openConversation } from './conversation.ts';
import type { MediaPlan } from '../media/media-faults.ts';

/** How a call is played, apart from its request. */
export interface CallOptions {
  direction: 'inbound' | 'outbound-api';
  /** Default: that of the candidate's number, or of the call settings. */
  speed?: number | undefined;
  /** Of the answers. Default: that of the call settings. */
  seed?: number | undefined;
  /** Seconds after the answer at which the caller hangs up. */
  staySeconds?: number | undefined;
}

export interface ConversationParts {
  account: Account;
  clock: Clock;
  truth: Truth;
  live: LiveCalls;
  settings: CallSettings;
  candidates: Candidates;
  configuredUrl: (path: string) => string;
  /** How the media of recordings are stored from now on. */
  media: () => MediaPlan;
}

interface Parts extends ConversationParts {
  conferences: Conferences;
  callbacks: CallbackSender;
  random: Random;
  stop: AbortSignal;
}

/** Opens a leg and its candidate. Nothing is played yet. */
export function prepareConversation(parts: Parts, request: CallRequest, options: CallOptions): Conversation {
  const { account, clock, truth, live, settings, conferences, configuredUrl, callbacks, random, stop } = parts;
  const { direction, staySeconds } = options;
  const { to, from, subscription } = request;
  const isIncoming = direction === 'inbound';
  const candidate = parts.candidates.candidateAt((isIncoming ? from : to).address, options.seed ?? settings.seed);
  const speed = options.speed ?? candidate.speed ?? settings.speed;
  const interruption = openInterruption(stop);
  const session = openSession({
    account,
    truth,
    live,
    callbacks,
    interruption,
    configuredUrl,
    random,
    scenario: `${isIncoming ? 'caller' : 'candidate'}-${candidate.script}`,
    clock: compressedClock(clock, speed, interruption),
    isRedirectable: true,
    isCompressed: speed !== clock.speed,
  });
  const leg = openLeg(session, { to, from, subscription, direction });
  return openConversation({
    session,
    leg,
    candidate,
    request,
    conferences,
    settings,
    media: parts.media(),
    staySeconds,
  });
}
