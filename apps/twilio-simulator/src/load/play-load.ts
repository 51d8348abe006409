import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from '../account.ts';
import { CallEnded, openInterruption } from '../calls/interruption.ts';
import { endLeg } from '../calls/leg-status.ts';
import { madeUpPeople, peopleAt } from '../calls/people.ts';
import {
  backgroundDone,
  type CallSession,
  type LiveCalls,
  LONGEST_TALK,
  openSession,
  removeLegs,
} from '../calls/session.ts';
import type { Clock } from '../clock/clock.ts';
import { startCallClock } from '../clock/start-call-clock.ts';
import { openCallbackSender } from '../delivery/callback-sender.ts';
import type { DeliveryCounts } from '../delivery/delivery-counts.ts';
import type { Send } from '../delivery/outbox.ts';
import type { Pacer } from '../delivery/pacer.ts';
import { seededRandom } from '../random.ts';
import type { Truth } from '../truth/truth.ts';
import type { LoadOptions } from './load-options.ts';
import { pickScenario, type ScenarioName, scenarios } from './scenario.ts';

export interface LoadParts {
  account: Account;
  configuredUrl: (path: string) => string;
  clock: Clock;
  truth: Truth;
  counts: DeliveryCounts;
  live: LiveCalls;
  pacer: Pacer;
  send: Send;
  onCallStarted(): void;
  onCallEnded(): void;
}

/** Starts calls at the rate of callbacks in the options. Resolves after the last call, or when `signal` aborts. */
export async function playLoad(parts: LoadParts, options: LoadOptions, signal: AbortSignal): Promise<void> {
  const live = new Set<Promise<void>>();
  const began = Date.now();
  let offsetMs = 0;
  for (let index = 0; !signal.aborted && (options.calls === 0 || index < options.calls); index++) {
    const scenario = pickScenario(seededRandom(options.seed, 'scenario', index), options.scenarios);
    await waitUntilDue(parts, options, began + offsetMs, signal);
    if (signal.aborted) break;
    const startAt = options.at === undefined ? undefined : options.at + offsetMs;
    const call = playCall(parts, options, { index, scenario, startAt }, signal).finally(() => live.delete(call));
    live.add(call);
    offsetMs += (Math.max(1, scenarios[scenario].callbacks) * 1000) / options.rate;
  }
  await Promise.all(live);
}

/** No call starts while a second's worth of callbacks waits, so that a slow receiver slows the load down. */
async function waitUntilDue(
  { pacer }: LoadParts,
  { rate }: LoadOptions,
  due: number,
  signal: AbortSignal,
): Promise<void> {
  const pause = (ms: number): Promise<void> => sleep(ms, undefined, { signal }).catch(() => {});
  if (due > Date.now()) await pause(due - Date.now());
  while (pacer.waiting() > Math.max(rate, 20) && !signal.aborted) await pause(10);
}

interface PlannedCall {
  index: number;
  scenario: ScenarioName;
  startAt: number | undefined;
}

async function playCall(parts: LoadParts, options: LoadOptions, call: PlannedCall, signal: AbortSignal): Promise<void> {
  const { account, configuredUrl, truth, counts, send, live } = parts;
  const { index, scenario, startAt } = call;
  const { longestSeconds } = scenarios[scenario];
  const seed = `${options.seed}:${index}`;
  const callbacks = openCallbackSender({ send, counts, rates: options.faults, seed, signal });
  const random = seededRandom(seed, 'call');
  const interruption = openInterruption(signal);
  const clock = startCallClock(parts.clock, { startAt, speed: options.speed, longestSeconds }, interruption);
  const world = { account, random, clock, callbacks, truth, configuredUrl, live, interruption };
  const talkShare = options.longestTalk / LONGEST_TALK;
  const people = options.callers ? peopleAt(options.callers, options.seed + index) : madeUpPeople;
  const session = openSession({ scenario, isRedirectable: false, talkShare, people, ...world });
  parts.onCallStarted();
  try {
    await scenarios[scenario].play(session).catch((error: unknown) => endEarly(session, error));
    await backgroundDone(session);
  } catch (error) {
    // A stop abandons the call by rejection. Every other error is a bug.
    if (!signal.aborted) throw error;
  } finally {
    removeLegs(session);
    await callbacks.settled();
    parts.onCallEnded();
  }
}

/** Ends a call that REST or its caller ended; its dialled legs are over. */
export function endEarly(session: CallSession, error: unknown): void {
  if (!(error instanceof CallEnded)) throw error;
  const [call] = session.legs;
  if (call) endLeg(session, call, error.by);
}
