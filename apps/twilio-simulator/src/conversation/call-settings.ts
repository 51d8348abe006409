import { faultNames, type FaultRates } from '../delivery/faults.ts';
import { amount, readNumber, type SettingRules, share } from '../settings.ts';

/** How scripted calls are played, and the faults of their callbacks. */
export interface CallSettings extends FaultRates {
  /** Calls per second of the clock that leave the queue. Twilio's default is 1. */
  cps: number;
  /** The speed of calls relative to real time. */
  speed: number;
  /** Seconds of the call after which a participant leaves a started conference; 0: never. */
  talkSeconds: number;
  /** The same seed gives the same answers. */
  seed: number;
}

const noFaults = Object.fromEntries(faultNames.map((name) => [name, 0])) as unknown as FaultRates;

export const defaultCallSettings = (speed: number): CallSettings => ({
  cps: 1,
  speed,
  talkSeconds: 30,
  seed: 1,
  ...noFaults,
});

export const callSettingRules: SettingRules<CallSettings> = {
  cps: (name, given) => readNumber(name, given, 0.01, 100_000),
  speed: (name, given) => readNumber(name, given, 0.01, 1e9),
  talkSeconds: (name, given) => readNumber(name, given, 0, 86_400),
  seed: amount,
  drop: share,
  duplicate: share,
  reorder: share,
  delay: share,
  forge: share,
  slow: share,
  unanswered: share,
  dropEnd: share,
};
