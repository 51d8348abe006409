import type { Account } from '../account.ts';
import type { CallClock } from '../clock/clock.ts';
import type { CallLine } from '../delivery/call-line.ts';
import type { Random } from '../random.ts';
import type { Truth } from '../truth/truth.ts';
import type { Interruption } from './interruption.ts';
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

/** A leg that is not over, with the play that it belongs to. */
export interface LiveCall {
  readonly play: Play;
  readonly leg: Leg;
}

/** All legs that are not over, by SID: those of loads, those placed by REST, those that come in, and those dialled for them. */
export type LiveCalls = Map<string, LiveCall>;

/** A play that was broken off leaves no leg behind that could be reached. */
export function forgetLegs({ live, legs }: Play): void {
  for (const { record } of legs) live.delete(record.sid);
}

/** Goes on beside the call, and must be over before the call is done with. */
export function later({ afterwards }: Play, work: Promise<void>): void {
  // Heard of when it is waited for; if the call breaks off before, nobody minds.
  work.catch(() => {});
  afterwards.push(work);
}

/** What begins in the meantime is waited for as well. */
export async function allDone({ afterwards }: Play): Promise<void> {
  while (afterwards.length > 0) await afterwards.shift();
}
