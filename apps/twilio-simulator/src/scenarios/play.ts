import type { Account } from '../account.ts';
import type { CallClock } from '../call-clock.ts';
import type { Truth } from '../calls/truth.ts';
import type { CallLine } from '../delivery/call-line.ts';
import type { Random } from '../random.ts';

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
}
