import type { CallStatus } from '@trunkline/telephony/calls';
import type { Verdict } from '@trunkline/telephony/facts';
import type { TimelineWhat } from '../explanation.ts';
import type { ExaminedLeg } from '../findings/examine-leg.ts';
import { tierOf } from '../findings/find-healing.ts';
import { answerOf, nameOf, withStatus, type HttpAnswer } from '../findings/list-timeline.ts';
import { attemptsOf, rowFinding } from '../findings/row-finding.ts';
import type { StoryRow } from '../story.ts';
import { knownAt } from './story-as-of.ts';

/** A stored callback, answer of REST or action of ours, as a mark on the lane of its leg. Times are ISO 8601. */
export type Mark = {
  inbox_id: string;
  leg: string;
  kind: string;
  name: string;
  status: CallStatus | null;
  recording_sid: string | null;
  sequence: number | null;
  source: string;
  /** When it happened, by Twilio's clock; null where Twilio does not say. */
  twilio_time: string | null;
  received_at: string;
  /** Where it is drawn: by Twilio's clock, or by its receipt. */
  placed_at: string;
  placed_by: 'twilio' | 'receipt';
  what: TimelineWhat;
  because: string | null;
  /** What it did to the call; null where it was not applied. */
  verdict: Verdict | null;
  delay_ms: number | null;
  copies: number;
  last_received_at: string;
  signature: string | null;
  answer: HttpAnswer | null;
  state: string;
  attempts: number;
  /** How often it was enqueued, its first job included. */
  enqueued: number;
  processed_at: string | null;
  next_attempt_at: string | null;
  error: string | null;
};

/** Above this many, a page cannot show them one by one. */
export const MARKS_AT_MOST = 2000;

/**
 * The marks of all legs in the order in which they are drawn. Of more than `atMost` those are left out first that came and
 * were applied as usual, and of these the last ones; `leftOut` counts them.
 */
export function listMarks(legs: readonly ExaminedLeg[], atMost = MARKS_AT_MOST): { marks: Mark[]; leftOut: number } {
  const all = legs.flatMap((leg) => leg.rows.map((row) => toMark(row, leg))).toSorted(byPlace);
  if (all.length <= atMost) return { marks: all, leftOut: 0 };
  const kept = all.toSorted((a, b) => Number(isUsual(a)) - Number(isUsual(b))).slice(0, atMost); // a stable sort
  return { marks: kept.toSorted(byPlace), leftOut: all.length - kept.length };
}

function toMark(row: StoryRow, leg: ExaminedLeg): Mark {
  const { fact, source } = row;
  const { what, because, delayMs } = rowFinding(row, leg);
  const form = answerOf(row);
  return {
    inbox_id: row.inboxId,
    leg: leg.callSid,
    kind: row.kind,
    name: nameOf(row, leg),
    status: fact?.status ?? null,
    recording_sid: fact?.recording?.sid ?? null,
    sequence: fact?.sequence ?? null,
    source: tierOf(source),
    twilio_time: fact?.occurredAt ?? null,
    received_at: toMs(knownAt(row)),
    ...placeOf(row),
    what,
    because,
    verdict: row.verdict,
    delay_ms: delayMs,
    copies: row.copies,
    last_received_at: toMs(row.lastSeenAt),
    signature: source === 'webhook' ? row.signature : null,
    answer: form && withStatus(form),
    state: row.state,
    attempts: attemptsOf(row),
    enqueued: row.generation + 1,
    processed_at: row.processedAt && toMs(row.processedAt),
    next_attempt_at: row.nextAttemptAt && toMs(row.nextAttemptAt),
    error: row.error,
  };
}

/** What REST says and what we did is drawn when it was known: its facts are dated by the call. */
function placeOf(row: StoryRow): Pick<Mark, 'placed_at' | 'placed_by'> {
  const { fact, source } = row;
  const startedAt = fact?.recording?.status === 'in-progress' ? fact.recording.startedAt : null;
  const dated = source === 'webhook' ? (fact?.occurredAt ?? startedAt) : null;
  return dated === null
    ? { placed_at: toMs(knownAt(row)), placed_by: 'receipt' }
    : { placed_at: toMs(dated), placed_by: 'twilio' };
}

const isUsual = ({ what, copies }: Mark): boolean => what === 'received' && copies === 1;
const toMs = (at: string): string => new Date(at).toISOString();
const byPlace = (a: Mark, b: Mark): number =>
  compare(a.placed_at, b.placed_at) ||
  (a.leg === b.leg ? (a.sequence ?? -1) - (b.sequence ?? -1) : 0) ||
  compare(a.received_at, b.received_at) ||
  compare(a.inbox_id, b.inbox_id);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
