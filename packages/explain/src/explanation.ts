import type { CallStatus } from '@trunkline/telephony/calls';

/** An explanation of a call, as JSON shows it. Times are ISO 8601 in UTC. */
export type Explanation = {
  call_sid: string;
  status: CallStatus | null;
  verdict: { state: VerdictState; sentence: string };
  counts: ExplainedCounts;
  timeline: TimelineEntry[];
  legs: ExplainedLeg[];
  recordings: ExplainedRecording[];
  /** What to do, most urgent first; empty where nothing has to be done. */
  next: Advice[];
};

/**
 * `complete`: all came. `healed`: all is known, some of it from Twilio's REST API. `in_progress`: more is to come.
 * `pending`: something is stored and not applied yet. And the findings: `incomplete`: something is missing. `failed`:
 * something is a dead letter, or lost after we acknowledged it. `suspect`: something is quarantined.
 */
export type VerdictState = 'complete' | 'healed' | 'in_progress' | 'pending' | 'incomplete' | 'failed' | 'suspect';

/** True where a person should look at it. */
export const isFinding = (state: VerdictState): boolean =>
  state === 'incomplete' || state === 'failed' || state === 'suspect';

/** expected = received + missing + healed + awaited. All others count what else happened. */
export type ExplainedCounts = {
  expected: number;
  received: number;
  /** May still come. */
  awaited: number;
  missing: number;
  healed: number;
  duplicates: number;
  late: number;
  reordered: number;
  superseded: number;
  pending: number;
  dead: number;
  quarantined: number;
};

export type TimelineEntry = {
  /** When it arrived; for what did not, when it was due. */
  at: string;
  leg: string;
  what: TimelineWhat;
  name: string;
  /** The status that it reports. */
  status: CallStatus | null;
  source: string | null;
  /** What we answered: `204`, `TwiML`, `JSON`, or the status that Twilio noted. */
  answer: string | null;
  /** From when it happened, by Twilio's clock, to its arrival. */
  delay_ms: number | null;
  /** How many attempts were made to apply it. */
  attempts: number | null;
  inbox_id: string | null;
  because: string | null;
};

export type TimelineWhat =
  | 'received'
  | 'duplicate'
  | 'late'
  | 'reordered'
  | 'superseded'
  | 'fetched'
  | 'healed'
  | 'missing'
  | 'expected'
  | 'ordered'
  | 'pending'
  | 'failed'
  | 'dead'
  | 'quarantined'
  | 'discarded'
  | 'asked';

export type ExplainedLeg = {
  call_sid: string;
  role: 'parent' | 'child';
  label: string;
  direction: string | null;
  status: CallStatus | null;
  expected: number;
  received: number;
  /** When it was last compared with Twilio. */
  reconciled_at: string | null;
  sync_state: string | null;
};

export type ExplainedRecording = {
  recording_sid: string;
  call_sid: string;
  status: string;
  duration_sec: number | null;
  callback: 'received' | 'expected' | 'missing' | 'healed' | 'not known to be sent';
  /** What is unusual about its audio; absent where nothing is. */
  note?: string;
};

export type Advice = { why: string; command: string };
