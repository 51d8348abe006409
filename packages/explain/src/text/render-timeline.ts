import type { ExplainedLeg, TimelineEntry } from '../explanation.ts';
import { alignColumns, TEXT_WIDTH, wrapText } from './text-layout.ts';
import { writeDuration } from './wording.ts';

/** The lines of a timeline; times are of the day in its heading, another day has a line of its own. */
export function renderTimeline(timeline: readonly TimelineEntry[], legs: readonly ExplainedLeg[]): string[] {
  const labels = new Map(legs.map((leg) => [leg.call_sid, leg.label]));
  const lines = alignColumns(timeline.map((entry) => timelineLine(entry, labels)));
  let day = dayOf(timeline[0]!);
  return [
    `Timeline (UTC, ${day})`,
    ...timeline.flatMap((entry, n) => {
      const isNewDay = dayOf(entry) !== day;
      day = dayOf(entry);
      return [...(isNewDay ? [`  ${day}`] : []), lines[n]!, ...remarkOf(entry)];
    }),
  ];
}

const dayOf = ({ at }: TimelineEntry) => at.slice(0, 10);

const timelineLine = (
  { at, leg, what, name, status, source, answer, delay_ms, inbox_id }: TimelineEntry,
  labels: ReadonlyMap<string, string>,
) => [
  at.slice(11, 23),
  labels.get(leg) ?? leg,
  what,
  shorten(name) + endOf(name, status),
  delay_ms === null ? '' : `${delay_ms < 0 ? '-' : '+'}${writeDuration(delay_ms)}`,
  answer ?? (source === 'webhook' ? '' : (source ?? '')),
  inbox_id ?? '',
];

/** Under its line and set back from it. */
function remarkOf({ because, attempts, what }: TimelineEntry): string[] {
  if (because === null) return [];
  const tries = what === 'dead' || what === 'failed' ? `attempt ${attempts}: ` : '';
  return wrapText(shorten(`${tries}${because.split('\n', 1)[0]}`), TEXT_WIDTH - REMARK_INDENT.length).map(
    (line) => REMARK_INDENT + line,
  );
}

const REMARK_INDENT = ' '.repeat(18);

/** Which end it was, where its name does not say so. */
const endOf = (name: string, status: string | null) =>
  name === 'completed' && status !== null && status !== name ? ` (${status})` : '';

/** Shortens SIDs to their ends; the legs and recordings below show them whole. */
const shorten = (text: string): string => text.replace(/\b([A-Z]{2})[0-9a-fA-F]{28}([0-9a-fA-F]{4})\b/g, '$1…$2');
