import type { CallbackKind, Fields } from '@trunkline/telephony/callbacks';
import type { CallStatus, Direction } from '@trunkline/telephony/calls';
import type { Fact, FactSource, Verdict } from '@trunkline/telephony/facts';
import type { InboxState } from '@trunkline/telephony/inbox';
import type { GapClass, LookupState } from '@trunkline/telephony/reconciliation';
import type { Custody } from '@trunkline/telephony/recordings';

/** All that is stored of a call and the legs it dialled. Times are ISO 8601 in UTC. */
export type CallStory = { parent: StoryLeg; children: readonly StoryLeg[] };

export type StoryLeg = {
  callSid: string;
  /** Its row; null where only other legs name it. */
  call: StoryCall | null;
  rows: readonly StoryRow[];
  gaps: readonly StoryGap[];
  recordings: readonly StoryRecording[];
  /** Whether Twilio was asked about it because a quarantined callback names it; null where none does. */
  lookup: StoryLookup | null;
};

export type StoryCall = {
  status: CallStatus;
  direction: Direction;
  fromNumber: string | null;
  toNumber: string | null;
  startTime: string | null;
  endTime: string | null;
  finalizedAt: string | null;
  durationSec: number | null;
  syncState: string;
  reconciledAt: string | null;
};

/** A row of the inbox about the leg, with the event that it became. */
export type StoryRow = {
  inboxId: string;
  kind: CallbackKind;
  source: FactSource;
  dedupeKey: string;
  state: InboxState;
  receivedAt: string;
  processedAt: string | null;
  copies: number;
  lastSeenAt: string;
  /** Failed attempts to apply it. */
  retryCount: number;
  nextAttemptAt: string | null;
  error: string | null;
  /** Why a person released or discarded it. */
  decisionReason: string | null;
  /** Null where the inbox has dropped that day. */
  rawTarget: string | null;
  /** Its fields as received; null where the inbox has dropped that day. */
  payload: Fields | null;
  /** Whether Twilio's signature matched; null where the inbox has dropped that day. */
  signature: string | null;
  /** How often it was enqueued again, after its first job. */
  generation: number;
  /** What it says; null where it cannot be read. */
  fact: Fact | null;
  /** Null where it was not applied. */
  verdict: Verdict | null;
};

/** A callback that should have come and did not: a row of `callback_gaps`. */
export type StoryGap = {
  missing: string;
  sequence: number | null;
  recordingSid: string | null;
  class: GapClass;
  dueAt: string | null;
  noticedAt: string;
  noticedBy: string;
  /** `answers` are the statuses that Twilio noted, one for each attempt; null where it got none. */
  evidence: Readonly<Record<string, unknown>>;
  healedAt: string | null;
  /** A tier; `superseded` where a later callback reported more, `late callback` where it came itself. */
  healedBy: string | null;
  healingInboxId: string | null;
  arrivedAt: string | null;
};

/** A row of `call_lookups`. */
export type StoryLookup = {
  state: LookupState;
  /** The status that Twilio showed; its own word. */
  callStatus: string | null;
  attempts: number;
  requestedAt: string;
  nextAttemptAt: string;
  settledAt: string | null;
  error: string | null;
};

export type StoryRecording = {
  recordingSid: string;
  status: string;
  durationSec: number | null;
  startedAt?: string | null;
  storedAt?: string | null;
  /** Seconds of the stored audio by its own bytes. */
  audioSec?: number | null;
  custody?: Custody;
  isEncrypted?: boolean;
};
