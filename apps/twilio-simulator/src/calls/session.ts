import type { Account } from '../account.ts';
import type { CallClock } from '../clock/clock.ts';
import type { CallbackSender } from '../delivery/callback-sender.ts';
import type { Random } from '../random.ts';
import type { Truth } from '../truth/truth.ts';
import type { CallPlan } from './call-plan.ts';
import type { Interruption } from './interruption.ts';
import type { Leg } from './leg.ts';
import { madeUpPeople, type People } from './people.ts';

/** One simulated call with its legs, and what it is played with. */
export interface CallSession {
  readonly scenario: string;
  readonly account: Account;
  readonly random: Random;
  readonly clock: CallClock;
  readonly callbacks: CallbackSender;
  readonly truth: Truth;
  /** The callback URL for a path, as configured in the account: public address, path, connection overrides. */
  configuredUrl: (path: string) => string;
  readonly live: LiveCalls;
  /** Ends or redirects the call. */
  readonly interruption: Interruption;
  /** Whether REST can give the call another document. */
  readonly isRedirectable: boolean;
  /** Its clock shows less time than the call takes, so that durations are counted by `elapsed`. */
  readonly isCompressed: boolean;
  readonly plan: CallPlan;
  /** The share of its usual length that a conversation of a load lasts. */
  readonly talkShare: number;
  /** Who takes part in a call of a load. */
  readonly people: People;
  /** The parent first, then the legs that it dialled. */
  readonly legs: Leg[];
  /** Work that outlasts the legs, such as a recording that becomes ready. */
  readonly background: Promise<void>[];
}

export const openSession = (
  given: Omit<CallSession, 'legs' | 'background' | keyof typeof usual> & Partial<Pick<CallSession, keyof typeof usual>>,
): CallSession => ({
  ...usual,
  ...given,
  legs: [],
  background: [],
});

const usual = { talkShare: 1, people: madeUpPeople, isCompressed: false, plan: {} } as const;

/** Seconds of the longest conversation of a load. */
export const LONGEST_TALK = 180;

/** The seconds of a conversation that takes `seconds`, unless the plan has others. */
export const talkFor = (session: CallSession, seconds: number): number =>
  session.plan.talkSeconds ?? lastFor(session, seconds);

/** The seconds that people ring or talk, of those that they usually would. */
export const lastFor = ({ talkShare }: CallSession, seconds: number): number =>
  Math.max(1, Math.round(seconds * talkShare));

/** A leg in progress, with its session. */
export interface LiveCall {
  readonly session: CallSession;
  readonly leg: Leg;
}

/** All legs in progress by SID: of loads, placed by REST, incoming and dialled ones. */
export type LiveCalls = Map<string, LiveCall>;

/** REST must not find the legs of a session that was abandoned. */
export function removeLegs({ live, legs }: CallSession): void {
  for (const { record } of legs) live.delete(record.sid);
}

/** The session is not over before `work` is. */
export function addBackground({ background }: CallSession, work: Promise<void>): void {
  // `backgroundDone` rethrows a rejection. An abandoned session never calls it, and must not crash the process.
  work.catch(() => {});
  background.push(work);
}

/** Waits for work added meanwhile, too. */
export async function backgroundDone({ background }: CallSession): Promise<void> {
  while (background.length > 0) await background.shift();
}
