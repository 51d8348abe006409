import type { Fact, RecordingFact } from '../facts/fact.ts';
import { recordingStatus } from '../live-control/recording-control.ts';
import { isRecordingEnd } from './recording-status.ts';

/**
 * A time in which a call was recorded, or its recording paused, ISO 8601. `to` is null where it lasts. A recording begins by
 * Twilio's clock; pauses are dated by our own, when Twilio confirmed them to live control.
 */
export type RecordingInterval = { state: 'recording' | 'paused'; from: string; to: string | null };

/** Of one recording; the times are ISO 8601. */
type Recorded = {
  /** Twilio's word. */
  status: string;
  startedAt: string | null;
  durationSec: number | null;
  /** When its call ended; null where it has not. */
  callEnd: string | null;
};

/** What was recorded when, by the facts about one recording. Without facts: from its start to its end. */
export function recordingIntervals(recorded: Recorded, facts: readonly Fact[]): RecordingInterval[] {
  const about = facts.flatMap(({ recording, observedAt }) => (recording ? [{ ...recording, observedAt }] : []));
  const start = recorded.startedAt ?? about.map(({ observedAt }) => observedAt).toSorted()[0];
  if (start === undefined || recorded.status === 'absent') return [];
  const looks = about.flatMap(({ status, look }) => (look ? [{ status, ...look }] : []));
  const steps = looks.toSorted((a, b) => a.commandSeq - b.commandSeq || compare(a.at, b.at));
  const end = endOf(recorded, start, steps);
  const points: { state: RecordingInterval['state'] | 'stopped'; at: string }[] = [{ state: 'recording', at: start }];
  for (const { status, at } of steps) {
    const state = recordingStatus(status);
    if (state !== points.at(-1)!.state && at >= start && (end === null || at < end)) points.push({ state, at });
  }
  if (end !== null) points.push({ state: 'stopped', at: end });
  return points.flatMap(({ state, at }, n) =>
    state === 'stopped' ? [] : [{ state, from: toMs(at), to: points[n + 1] ? toMs(points[n + 1]!.at) : null }],
  );
}

type Step = Pick<RecordingFact, 'status'> & NonNullable<RecordingFact['look']>;

/** Its length counts no pause that was skipped: after a pause the end is that which was seen, or the call's. */
function endOf({ status, durationSec, callEnd }: Recorded, start: string, steps: readonly Step[]): string | null {
  const stopped = steps.findLast((step) => recordingStatus(step.status) === 'stopped');
  if (stopped) return stopped.at;
  if (!isRecordingEnd(status) && status !== 'deleted') return callEnd;
  const byLength = durationSec === null ? null : new Date(Date.parse(start) + durationSec * 1000).toISOString();
  const wasPaused = steps.some((step) => recordingStatus(step.status) === 'paused');
  return (wasPaused ? (callEnd ?? byLength) : (byLength ?? callEnd)) ?? start;
}

const toMs = (at: string): string => new Date(at).toISOString();
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
