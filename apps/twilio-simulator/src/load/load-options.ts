import { readCallers } from '../calls/people.ts';
import { LONGEST_TALK } from '../calls/session.ts';
import { faultNames, type FaultRates } from '../delivery/faults.ts';
import { InvalidOptionError, readNumber } from '../settings.ts';
import { type ScenarioName, scenarioNames } from './scenario.ts';

/** Which calls to play. The same options with the same `at` give the same calls, payloads and faults. */
export interface LoadOptions {
  /** How many calls; 0: endless. */
  calls: number;
  /** Callbacks per second. */
  rate: number;
  seed: number;
  /** The speed of a call relative to real time. Default: that of an accelerated clock, otherwise 60. */
  speed?: number;
  /** The longest conversation in seconds; others, and ringing before one, are shorter in proportion. Default: 180. */
  longestTalk: number;
  /** The simulated time of the first call, milliseconds since 1970. Default: now. */
  at?: number;
  scenarios: readonly ScenarioName[];
  /** The phone numbers and SIP addresses that call and are called. Default: made up. */
  callers?: readonly string[];
  faults: FaultRates;
}

/** Reads a load from the command line or from JSON. Throws `InvalidOptionError`. The default seed is random. */
export function readLoadOptions(given: Readonly<Record<string, unknown>>): LoadOptions {
  const isGiven = (name: string): boolean => given[name] !== undefined && given[name] !== '';
  const number = (name: string, defaultValue: number, min: number, max: number): number =>
    isGiven(name) ? readNumber(name, given[name], min, max) : defaultValue;
  const at = readTime(given['at']);
  return {
    calls: Math.floor(number('calls', 100, 0, 1e9)),
    rate: number('rate', 50, 0.01, 1e6),
    seed: number('seed', Math.floor(Math.random() * 1e6), 0, Number.MAX_SAFE_INTEGER),
    ...(isGiven('speed') && { speed: readNumber('speed', given['speed'], 0.01, 1e9) }),
    longestTalk: number('longestTalk', LONGEST_TALK, 1, LONGEST_TALK),
    ...(at !== undefined && { at }),
    scenarios: readScenarios(given['scenarios']),
    ...(isGiven('callers') && { callers: readCallers(given['callers']) }),
    faults: Object.fromEntries(faultNames.map((name) => [name, number(name, 0, 0, 1)])) as unknown as FaultRates,
  };
}

function readTime(text: unknown): number | undefined {
  if (text === undefined) return undefined;
  const at = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new InvalidOptionError(`at must be a time such as 2026-02-12T11:48:25Z, not ${JSON.stringify(text)}`);
}

export function readScenarios(given: unknown): readonly ScenarioName[] {
  if (given === undefined) return scenarioNames;
  const names = Array.isArray(given) ? given : [given];
  const unknown = names.find((name) => !scenarioNames.includes(name));
  if (unknown === undefined && names.length > 0) return names;
  throw new InvalidOptionError(`scenario must be one of ${scenarioNames.join(', ')}, not ${JSON.stringify(unknown)}`);
}
