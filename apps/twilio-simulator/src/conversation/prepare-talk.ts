import type { Account } from '../account.ts';
import { openInterruption } from '../calls/interruption.ts';
import { openLeg } from '../calls/report-leg.ts';
import { type LiveCalls, openPlay } from '../calls/session.ts';
import type { Candidates } from '../candidates/candidates.ts';
import type { Clock } from '../clock/clock.ts';
import { hurryClock } from '../clock/scaled-clocks.ts';
import type { Conferences } from '../conferences/conferences.ts';
import type { CallLine } from '../delivery/call-line.ts';
import { seededRandom } from '../random.ts';
import type { Truth } from '../truth/truth.ts';
import type { CallOrder } from './call-order.ts';
import type { PlacedSettings } from './placed-settings.ts';
import { openTalk, type Talk } from './talk.ts';

/** How a call is played, other than what was ordered. */
export interface Manner {
  direction: 'inbound' | 'outbound-api';
  /** That of the settings if it is missing. */
  speed?: number | undefined;
  /** Until the caller hangs up. */
  staySeconds?: number | undefined;
}

export interface TalkParts {
  account: Account;
  clock: Clock;
  truth: Truth;
  live: LiveCalls;
  settings: PlacedSettings;
  candidates: Candidates;
  configuredUrl: (path: string) => string;
  /** Where recordings are kept instead of at Twilio. */
  storage: () => string | null;
}

interface Parts extends TalkParts {
  conferences: Conferences;
  line: CallLine;
  seed: string;
  stop: AbortSignal;
}

/** Brings a candidate and a new leg together; nothing has happened yet. */
export function prepareTalk(parts: Parts, order: CallOrder, manner: Manner): Talk {
  const { account, clock, truth, live, settings, conferences, configuredUrl, line, seed, stop } = parts;
  const { direction, staySeconds, speed = settings.speed } = manner;
  const { to, from, subscription } = order;
  const isIncoming = direction === 'inbound';
  const candidate = parts.candidates.answering((isIncoming ? from : to).address, settings.seed);
  const interruption = openInterruption(stop);
  const play = openPlay({
    account,
    truth,
    live,
    line,
    interruption,
    configuredUrl,
    random: seededRandom(seed, 'call'),
    scenario: `${isIncoming ? 'caller' : 'candidate'}-${candidate.script}`,
    clock: hurryClock(clock, speed, interruption),
    isRedirectable: true,
  });
  const leg = openLeg(play, { to, from, subscription, direction });
  const manners = { isHurried: speed !== clock.speed, storage: parts.storage(), staySeconds };
  return openTalk({ play, leg, candidate, order, conferences, settings, ...manners });
}
