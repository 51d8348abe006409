import { InvalidOptionError, readNumber } from '../invalid-option.ts';
import { readScenarios } from '../load/load-options.ts';
import type { ScenarioName } from '../load/scenario.ts';

/** Which calls shall have happened. */
export interface PastOptions {
  /** Its midnight in UTC, milliseconds since 1970. */
  dayStart: number;
  calls: number;
  /** Share of the answered calls that were recorded. */
  recordings: number;
  seed: number;
  scenarios: readonly ScenarioName[];
}

export function readPastOptions(given: Readonly<Record<string, unknown>>): PastOptions {
  const { calls = 1000, recordings = 0.3, seed = Math.floor(Math.random() * 1e6) } = given;
  return {
    dayStart: readDay(given['day']),
    calls: Math.floor(readNumber('calls', calls, 1, 400_000)),
    recordings: readNumber('recordings', recordings, 0, 1),
    seed: readNumber('seed', seed, 0, Number.MAX_SAFE_INTEGER),
    scenarios: readScenarios(given['scenarios']),
  };
}

function readDay(given: unknown): number {
  const isDay = typeof given === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(given);
  const start = isDay ? Date.parse(given) : Number.NaN;
  if (!Number.isNaN(start)) return start;
  throw new InvalidOptionError(`day must be a day such as 2026-11-19, not ${JSON.stringify(given)}`);
}
