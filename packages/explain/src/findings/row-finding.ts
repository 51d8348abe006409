import type { ExaminedLeg, Finding } from './examine-leg.ts';
import type { TimelineWhat } from '../explanation.ts';
import { judgeOrder, msBetween, whyLate } from './arrival.ts';
import { listNames } from '../text/list-names.ts';
import type { StoryRow } from '../story.ts';
import { writeDuration } from '../text/write-duration.ts';

export type RowJudgement = { what: TimelineWhat; because: string | null; delayMs: number | null };

/** What one stored row was: on time, late, out of order, the same again, fetched, or not applied. */
export function judgeRow(row: StoryRow, leg: ExaminedLeg): RowJudgement {
  const delayMs = delayOf(row);
  const judged = (what: TimelineWhat, because: string | null = null): RowJudgement => ({ what, because, delayMs });
  const stopped = STOPPED[row.state];
  if (stopped) return judged(stopped, row.error);
  if (row.kind === 'call-drop') return judged(...judgeDrop(row, leg));
  if (row.source !== 'webhook') return judged(...judgeFetched(row, leg));
  if (row.verdict === 'duplicate')
    return judged('duplicate', 'tells what another callback told: two URLs hear of this leg');
  if (row.verdict === 'superseded') return judged('superseded', `another end outranks it: ${leg.call?.status}`);
  const late = whyLate(row, leg, delayMs);
  if (late) return judged('late', late);
  if (row.verdict === 'late') return judged(...judgeOrder(row, leg));
  return judged('received', row.retryCount > 0 ? `applied at attempt ${attemptsOf(row)}` : null);
}

/** How often it was tried to apply a row. */
export const attemptsOf = ({ state, retryCount }: StoryRow): number => retryCount + (state === 'completed' ? 1 : 0);

const STOPPED: Partial<Record<StoryRow['state'], TimelineWhat>> = {
  pending: 'pending',
  processing: 'pending',
  failed: 'failed',
  dead_letter: 'dead',
  quarantined: 'quarantined',
};

/** That Twilio took the order does not say that the call ended by it. */
function judgeDrop({ fact }: StoryRow, { status, hasEnded }: ExaminedLeg): [TimelineWhat, string] {
  if (!hasEnded) return ['ordered', 'Twilio took the order; it has not told the end yet'];
  if (status === fact?.status) return ['ordered', 'Twilio took the order, and the call ended'];
  return ['superseded', `the call ended otherwise: ${status}`];
}

function judgeFetched(row: StoryRow, { findings }: ExaminedLeg): [TimelineWhat, string | null] {
  const healed = findings.filter(({ healing, outcome }) => healing?.inboxId === row.inboxId && outcome !== 'awaited');
  const look = row.fact?.recording?.look;
  if (healed.length === 0) return ['fetched', look ? `looked at after command ${look.commandSeq}` : null];
  const clauses = Map.groupBy(healed, whenHealed);
  return ['healed', [...clauses].map(([when, same]) => `instead of ${listNames(same)}${when}`).join('; ')];
}

function whenHealed({ healing }: Finding): string {
  if (!healing?.afterMs) return '';
  return `, ${writeDuration(healing.afterMs)} ${healing.afterMs < 0 ? 'before' : 'after'} that was due`;
}

/** Only a status callback says when it happened; what REST says is dated by the call, not by the look. */
function delayOf({ fact, kind, receivedAt }: StoryRow): number | null {
  return kind === 'call-status' && fact?.occurredAt ? msBetween(fact.occurredAt, receivedAt) : null;
}
