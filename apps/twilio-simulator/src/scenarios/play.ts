import type { Account } from '../account.ts';
import type { Truth } from '../calls/truth.ts';
import type { CallClock } from '../clocks/call-clock.ts';
import type { CallLine } from '../delivery/call-line.ts';
import type { Interruption } from '../live/interruption.ts';
import type { LiveCalls } from '../live/live-calls.ts';
import type { Random } from '../random.ts';
import type { Leg } from './leg.ts';

/** What one simulated call is played with. */
export interface Play {
  readonly scenario: string;
  readonly account: Account;
  readonly random: Random;
  readonly clock: CallClock;
  readonly line: CallLine;
  readonly truth: Truth;
  /** A callback URL as the account's owner configured it: public address, path, connection overrides. */
  configuredUrl: (path: string) => string;
  readonly live: LiveCalls;
  /** Breaks in upon the call. */
  readonly interruption: Interruption;
  /** REST can give it another document. */
  readonly isRedirectable: boolean;
  /** The call, and what was dialled for it. */
  readonly legs: Leg[];
  /** What goes on when nobody is on the line any more, such as a recording that becomes ready. */
  readonly afterwards: Promise<void>[];
}

export const openPlay = (given: Omit<Play, 'legs' | 'afterwards'>): Play => ({ ...given, legs: [], afterwards: [] });
