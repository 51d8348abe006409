import { setImmediate as breathe } from 'node:timers/promises';
import type { Clock } from '../clock/clock.ts';
import { readScenarios } from '../load/load-options.ts';
import { pickScenario, type ScenarioName } from '../load/scenario.ts';
import { type Random, seededRandom } from '../random.ts';
import { InvalidOptionError, readNumber } from '../settings.ts';
import type { CallRecord } from '../truth/call-record.ts';
import { endRecording, finishRecording, newRecordingRecord, type RecordingRecord } from '../truth/recording-record.ts';
import type { Truth } from '../truth/truth.ts';
import { pastCall } from './past-call.ts';

interface PastParts {
  accountSid: string;
  truth: Truth;
  clock: Clock;
}

/** Adds finished calls to the truth, spread evenly over one day. No callbacks are sent. */
export async function addPastCalls({ accountSid, truth, clock }: PastParts, options: PastOptions) {
  const { dayStart, calls, seed, scenarios } = options;
  const spanMs = Math.min(dayMs, clock.now() - dayStart) - longestMs;
  if (spanMs <= 0) throw new InvalidOptionError('day must have begun at least half an hour ago');
  const legs: CallRecord[] = [];
  const recordings: RecordingRecord[] = [];
  for (let index = 0; index < calls; index++) {
    const random = seededRandom(seed, 'past', dayStart, index);
    const startAt = dayStart + Math.floor(((index + random.next()) * spanMs) / calls);
    const made = pastCall({ accountSid, scenario: pickScenario(random, scenarios), startAt, random });
    legs.push(...made);
    if (made[0]?.status === 'completed' && random.chance(options.recordings)) recordings.push(record(made[0], random));
    if (index % 1000 === 999) await breathe();
  }
  truth.calls.addAll(legs);
  truth.recordings.addAll(recordings);
  return { calls, legs: legs.length, recordings: recordings.length };
}

const dayMs = 86_400_000;
/** The last call starts this long before the end of the day, so that all calls end on it. */
const longestMs = 1_800_000;

function record({ sid, accountSid, answeredAt, endedAt, direction }: CallRecord, random: Random): RecordingRecord {
  const [from, until] = [answeredAt ?? 0, endedAt ?? 0];
  const isPlaced = direction === 'outbound-api';
  const recording = newRecordingRecord({
    sid: `RE${random.hex(32)}`,
    accountSid,
    callSid: sid,
    source: isPlaced ? 'OutboundAPI' : 'StartCallRecordingAPI',
    channels: isPlaced ? 1 : 2,
    createdAt: from,
    isSilent: random.chance(0.08),
  });
  endRecording(recording, 'processing', until);
  finishRecording(recording, Math.max(1, Math.round((until - from) / 1000)), until + 1000 * random.integer(2, 6));
  return recording;
}

/** Which past calls to add. */
export interface PastOptions {
  /** Midnight in UTC, milliseconds since 1970. */
  dayStart: number;
  calls: number;
  /** The share of answered calls with a recording. */
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
