import {
  findCallbackPath,
  REPLY_FORMS,
  replyTo,
  type CallbackKind,
  type Fields,
  type ReplyForm,
} from '@trunkline/telephony/callbacks';
import { isCallStatus } from '@trunkline/telephony/calls';
import type { TimelineEntry } from '../explanation.ts';
import type { StoryRow } from '../story.ts';
import { describeLoss, nameOfRow, notedAnswer, writeDuration } from '../text/wording.ts';
import type { ExaminedLeg, Finding } from './examine-leg.ts';
import { SUPERSEDED, tierOf } from './find-healing.ts';
import { describeLookup } from './lookup-finding.ts';
import { attemptsOf, rowFinding } from './row-finding.ts';

/** Everything that came, was fetched, or did not come, over all legs, in the order of our own clock. */
export function listTimeline(legs: readonly ExaminedLeg[]): TimelineEntry[] {
  const entries = legs.flatMap((leg) => [
    ...leg.rows.flatMap((row) => [fromRow(row, leg), ...copiesOf(row, leg)]),
    ...leg.findings.flatMap((finding) => [...absent(finding, leg), ...healedElsewhere(finding, leg)]),
    ...lookedUp(leg),
  ]);
  return entries.toSorted((a, b) => compare(a.at, b.at) || compare(a.inbox_id ?? '', b.inbox_id ?? ''));
}

type Heading = Pick<TimelineEntry, 'at' | 'leg' | 'what' | 'name'>;

const entry = ({ at, leg, what, name }: Heading, more: Partial<TimelineEntry>): TimelineEntry => ({
  at: new Date(at).toISOString(),
  leg,
  what,
  name,
  status: null,
  source: null,
  answer: null,
  delay_ms: null,
  attempts: null,
  inbox_id: null,
  because: null,
  ...more,
});

function fromRow(row: StoryRow, leg: ExaminedLeg): TimelineEntry {
  const { what, because, delayMs } = rowFinding(row, leg);
  const more = { delay_ms: delayMs, attempts: attemptsOf(row), because };
  return entry({ at: row.receivedAt, leg: leg.callSid, what, name: nameOf(row, leg) }, { ...saysOf(row), ...more });
}

/** Copies of a row are counted, not stored: only the time of the last one is known. */
function copiesOf(row: StoryRow, leg: ExaminedLeg): TimelineEntry[] {
  if (row.copies <= 1) return [];
  const because =
    row.copies === 2 ? 'came twice, stored once' : `came ${row.copies} times, stored once; this was the last`;
  const heading: Heading = { at: row.lastSeenAt, leg: leg.callSid, what: 'duplicate', name: nameOf(row, leg) };
  return [entry(heading, { ...saysOf(row), because })];
}

const saysOf = (row: StoryRow) => ({
  status: row.fact?.status ?? null,
  source: tierOf(row.source),
  answer: answerOf(row),
  inbox_id: row.inboxId,
});

/** How ingest answers a callback that it stored; null for what was no request, or whose target is not known any more. */
export const answerOf = ({ source, rawTarget, payload, kind }: StoryRow): ReplyForm | null =>
  source === 'webhook' && rawTarget ? formOf(rawTarget, kind, payload ?? {}) : null;

/** What we answer to a request: its form, and the HTTP status. */
export type HttpAnswer = { form: ReplyForm; status: 200 | 204 };

export function answerTo(rawTarget: string, kind: CallbackKind, fields: Fields): HttpAnswer {
  return withStatus(formOf(rawTarget, kind, fields));
}

export const withStatus = (form: ReplyForm): HttpAnswer => ({ form, status: form === '204' ? 204 : 200 });

/** An unknown path is shown as a notification. */
function formOf(rawTarget: string, kind: CallbackKind, fields: Fields): ReplyForm {
  const path = findCallbackPath(rawTarget);
  return path ? REPLY_FORMS[replyTo(path, kind, fields)] : '204';
}

function absent({ expected, outcome, gap, healing }: Finding, { callSid }: ExaminedLeg): TimelineEntry[] {
  if (outcome === 'received') return [];
  const { name, status, because } = expected;
  const at = gap?.dueAt ?? expected.dueAt ?? gap!.noticedAt;
  if (outcome === 'awaited')
    return [entry({ at, leg: callSid, what: 'expected', name }, { status, because: `${because}; it may still come` })];
  const rest = healing?.by === SUPERSEDED ? ', but a later callback reported more' : '';
  const more = { status, answer: notedAnswer(gap), because: `${because}; it ${describeLoss(gap)}${rest}` };
  return [entry({ at, leg: callSid, what: 'missing', name }, more)];
}

/** A healing whose own row is not among the rows of this leg. */
function healedElsewhere({ expected, healing, outcome }: Finding, { callSid, rows }: ExaminedLeg): TimelineEntry[] {
  if (!healing || healing.by === SUPERSEDED || outcome === 'awaited') return [];
  if (rows.some(({ inboxId }) => inboxId === healing.inboxId)) return [];
  const { name, status } = expected;
  const after = healing.afterMs === null ? '' : `, ${writeDuration(healing.afterMs)} after that was due`;
  const more = { status, source: healing.by, inbox_id: healing.inboxId, because: `instead of the callback${after}` };
  return [entry({ at: healing.at, leg: callSid, what: 'healed', name }, more)];
}

/** That Twilio was asked about a call because a quarantined callback names it. */
function lookedUp({ callSid, lookup }: ExaminedLeg): TimelineEntry[] {
  if (!lookup) return [];
  const heading: Heading = { at: lookup.settledAt ?? lookup.requestedAt, leg: callSid, what: 'asked', name: 'lookup' };
  const status = isCallStatus(lookup.callStatus) ? lookup.callStatus : null;
  return [entry(heading, { status, source: 'hot', attempts: lookup.attempts, because: describeLookup(lookup) })];
}

/** The name under which it was expected, which numbers requests of one kind. */
export const nameOf = (row: StoryRow, { findings }: ExaminedLeg): string =>
  findings.find((finding) => finding.row === row)?.expected.name ?? nameOfRow(row);

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
