import { callbackName } from '@trunkline/telephony/callbacks';
import { isOwnAction, statusRank } from '@trunkline/telephony/calls';
import { DELIVERY_WINDOW_SECONDS } from '@trunkline/telephony/reconciliation';
import type { TimelineWhat } from '../explanation.ts';
import type { StoryRow } from '../story.ts';
import { listNames, writeDuration } from '../text/wording.ts';
import type { ExaminedLeg, Finding } from './examine-leg.ts';
import { tierOf } from './find-healing.ts';

export type RowFinding = { what: TimelineWhat; because: string | null; delayMs: number | null };

/** What one stored row was: on time, late, out of order, the same again, fetched, or not applied. */
export function rowFinding(row: StoryRow, leg: ExaminedLeg): RowFinding {
  const delayMs = delayOf(row);
  const finding = (what: TimelineWhat, because: string | null = null): RowFinding => ({ what, because, delayMs });
  const stopped = STOPPED[row.state];
  if (stopped) return finding(stopped, whyStopped(row));
  if (row.kind === 'call-drop') return finding(...dropFinding(row, leg));
  if (row.kind === 'manual-status') return finding(...manualFinding(row, leg));
  if (row.source !== 'webhook') return finding(...fetchFinding(row, leg));
  if (row.verdict === 'duplicate')
    return finding('duplicate', 'repeats another callback: two URLs are subscribed to this leg');
  if (row.verdict === 'superseded') return finding('superseded', `another end outranks it: ${leg.call?.status}`);
  const late = whyLate(row, leg, delayMs);
  if (late) return finding('late', late);
  if (row.verdict === 'late') return finding(...orderFinding(row, leg));
  if (row.decisionReason !== null) return finding('received', `released: ${row.decisionReason}`);
  return finding('received', row.retryCount > 0 ? `applied at attempt ${attemptsOf(row)}` : null);
}

const whyStopped = ({ error, decisionReason }: StoryRow): string | null =>
  decisionReason === null ? error : [error, decisionReason].filter((reason) => reason !== null).join('; ');

/** How many attempts were made to apply a row. */
export const attemptsOf = ({ state, retryCount }: Pick<StoryRow, 'state' | 'retryCount'>): number =>
  retryCount + (state === 'completed' ? 1 : 0);

const STOPPED: Partial<Record<StoryRow['state'], TimelineWhat>> = {
  pending: 'pending',
  processing: 'pending',
  failed: 'failed',
  dead_letter: 'dead',
  quarantined: 'quarantined',
  discarded: 'discarded',
};

/** Twilio's acceptance of the command does not prove that the call ended by it. */
function dropFinding({ fact }: StoryRow, { status, hasEnded }: ExaminedLeg): [TimelineWhat, string] {
  if (!hasEnded) return ['ordered', 'Twilio accepted the command, and has not reported the end yet'];
  if (status === fact?.status) return ['ordered', 'Twilio accepted the command, and the call ended'];
  return ['superseded', `the call ended otherwise: ${status}`];
}

/** Any end that Twilio reports outranks a status set by hand. */
function manualFinding({ fact }: StoryRow, { status }: ExaminedLeg): [TimelineWhat, string] {
  if (status === fact?.status) return ['ordered', 'a person set this status by hand'];
  return ['superseded', `set by hand, and outranked: ${status}`];
}

function fetchFinding(row: StoryRow, { findings }: ExaminedLeg): [TimelineWhat, string | null] {
  const healed = findings.filter(({ healing, outcome }) => healing?.inboxId === row.inboxId && outcome !== 'awaited');
  const look = row.fact?.recording?.look;
  if (healed.length === 0) return ['fetched', look ? `fetched after command ${look.commandSeq}` : null];
  const clauses = Map.groupBy(healed, whenHealed);
  return ['healed', [...clauses].map(([when, same]) => `instead of ${listNames(same)}${when}`).join('; ')];
}

function whenHealed({ healing }: Finding): string {
  if (!healing?.afterMs) return '';
  return `, ${writeDuration(healing.afterMs)} ${healing.afterMs < 0 ? 'before' : 'after'} that was due`;
}

/** Why a callback counts as late: it was healed or missed before, or Twilio should have given it up. Null: it does not. */
function whyLate(row: StoryRow, { findings }: ExaminedLeg, delayMs: number | null): string | null {
  const { gap = null, healing = null } = findings.find((finding) => finding.row === row) ?? {};
  if (healing) return `${healing.by} had fetched it ${writeDuration(msBetween(healing.at, row.receivedAt))} before`;
  if (gap && gap.noticedAt < row.receivedAt)
    return `${tierOf(gap.noticedBy)} had found it missing ${writeDuration(msBetween(gap.noticedAt, row.receivedAt))} before`;
  const isTooLate = delayMs !== null && delayMs > DELIVERY_WINDOW_SECONDS * 1000;
  return isTooLate ? 'later than the 15 s for which Twilio tries' : null;
}

/** Its call was further already: because another callback came before it, or only was applied before it. */
function orderFinding({ fact, receivedAt }: StoryRow, { rows }: ExaminedLeg): [TimelineWhat, string] {
  const further = rows.filter(
    (other) =>
      other.verdict &&
      other.fact?.status &&
      !isOwnAction(other.fact) &&
      statusRank(other.fact.status) > statusRank(fact!.status!),
  );
  const [first] = further.toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
  if (first && first.receivedAt < receivedAt) return ['reordered', `${callbackName(first.fact!)} came first`];
  return ['received', first ? 'a later one was applied before it' : 'REST had reported it already'];
}

/** Only a status callback says when it happened; what REST says is dated by the call, not by the fetch. */
function delayOf({ fact, kind, receivedAt }: StoryRow): number | null {
  return kind === 'call-status' && fact?.occurredAt ? msBetween(fact.occurredAt, receivedAt) : null;
}

const msBetween = (from: string, to: string): number => Date.parse(to) - Date.parse(from);
