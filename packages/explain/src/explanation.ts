import type { CallStatus } from '@trunkline/telephony/calls';
import type { GapClass } from '@trunkline/telephony/reconciliation';

/** An explanation of a call, as JSON shows it. Times are ISO 8601 in UTC. */
export type Explanation = {
  call_sid: string;
  status: CallStatus | null;
  verdict: { state: VerdictState; sentence: string };
  counts: ExplainedCounts;
  timeline: TimelineEntry[];
  /** Every callback that Twilio had to send, whether it came or not. */
  expected: ExplainedExpectation[];
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

/** The call itself, a leg that it dialled, or another call of its conference. */
export type LegRole = 'parent' | 'child' | 'participant';

export type ExplainedLeg = {
  call_sid: string;
  role: LegRole;
  label: string;
  direction: string | null;
  status: CallStatus | null;
  expected: number;
  received: number;
  /** When it was last compared with Twilio. */
  reconciled_at: string | null;
  sync_state: string | null;
  /** The statuses of the leg in their order. */
  intervals: ExplainedInterval<CallStatus>[];
};

/** A time in one state, by Twilio's clock; `to` is null where it lasts, and of the end. */
type ExplainedInterval<State extends string> = {
  state: State;
  from: string;
  to: string | null;
  /** True where no callback dates it. */
  is_derived: boolean;
};

/** An expected callback: when it was fired and due, whether it came, and how it was healed. */
export type ExplainedExpectation = {
  leg: string;
  name: string;
  status: CallStatus | null;
  sequence: number | null;
  recording_sid: string | null;
  outcome: 'received' | 'awaited' | 'missing' | 'healed';
  because: string;
  /** By Twilio's clock; of one that did not come: at the latest. */
  expected_at: string | null;
  /** Until when it could come; null where it came in time. */
  due_at: string | null;
  /** The stored callback. */
  inbox_id: string | null;
  class: GapClass | null;
  noticed_at: string | null;
  noticed_by: string | null;
  /** What Twilio answered of it: its answers and events. */
  evidence: Readonly<Record<string, unknown>> | null;
  /** The tier that fetched its content, or `superseded` by a later callback. */
  healed_by: string | null;
  healed_at: string | null;
  healing_inbox_id: string | null;
  /** When it came after it was found missing. */
  arrived_at: string | null;
};

export type ExplainedRecording = {
  recording_sid: string;
  call_sid: string;
  status: string;
  duration_sec: number | null;
  callback: 'received' | 'expected' | 'missing' | 'healed' | 'not known to be sent';
  /** What is unusual about its audio; absent where nothing is. */
  note?: string;
  intervals: Omit<ExplainedInterval<'recording' | 'paused'>, 'is_derived'>[];
};

export type Advice = { why: string; command: string };
