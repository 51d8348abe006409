import { statusShown } from '../calls/call-status.ts';
import type { CallStatus } from '../calls/call.ts';
import { concerns, type Thresholds } from './concerns.ts';
import { nameOfAgent, type FloorRow } from './floor.ts';
import type { Concern, Grouping, LiveSearch } from './live-search.ts';

/** What filters are measured against: the thresholds, and the time by the clock of the server. */
export type Measure = { thresholds: Thresholds; now: number };

/** The rows that the filters choose. One that has just ended stays where only states are filtered. */
export const chosenOf = (rows: readonly FloorRow[], search: LiveSearch, { thresholds, now }: Measure): FloorRow[] => {
  const { status, direction, only, agent, q } = search;
  const part = q?.trim().toLowerCase();
  return rows.filter(
    (row) =>
      (!status || status.includes(row.status) || row.is_final) &&
      (!direction || direction.some((each) => each === row.direction)) &&
      (!only || concerns(row, only, thresholds, now)) &&
      (!agent || row.agent?.id === agent) &&
      (!part ||
        textsOf(row).some((text) => text.includes(part) || text.includes(part.replaceAll(/[^\d+]/g, '') || part))),
  );
};

/** What a part of a text is looked for in. */
const textsOf = ({ call_sid, from_number, to_number, caller, contact, agent }: FloorRow): string[] =>
  [call_sid, from_number, to_number, caller, contact?.display_name, contact?.candidate_name, agent?.name]
    .filter((text) => typeof text === 'string')
    .map((text) => text.toLowerCase());

type Choice = { name: string; count: number; isOn: boolean; next: LiveSearch };

const SHOWN: readonly CallStatus[] = ['ringing', 'in-progress'];

const concernWords = (concern: Concern, { waiting_seconds }: Thresholds): string =>
  ({
    waiting: `Waiting > ${waiting_seconds} s`,
    recording: 'Recording',
    siren: 'Siren',
    gap: 'Missing callback',
  })[concern];

/** The calls that are live. Legs are rows too, but they are not counted: the tiles do not count them either. */
export const liveCallsOf = (rows: readonly FloorRow[]): FloorRow[] =>
  rows.filter((row) => !row.is_final && !row.parent_call_sid && !row.conference_call_id);

/** Filters with the number of live calls that each would show. */
export function choicesOf(rows: readonly FloorRow[], search: LiveSearch, measure: Measure): Choice[] {
  const live = liveCallsOf(rows);
  const states = SHOWN.map((status): Choice => {
    const isOn = search.status?.includes(status) ?? false;
    const count = live.filter((row) => row.status === status).length;
    return { name: statusShown(status).words, count, isOn, next: { status: isOn ? undefined : [status] } };
  });
  const only = (['waiting', 'recording', 'siren', 'gap'] as const).map((concern): Choice => {
    const isOn = search.only === concern;
    const count = live.filter((row) => concerns(row, concern, measure.thresholds, measure.now)).length;
    return { name: concernWords(concern, measure.thresholds), count, isOn, next: { only: isOn ? undefined : concern } };
  });
  const directions = (['inbound', 'outbound'] as const).map((direction): Choice => {
    const isOn = search.direction?.includes(direction) ?? false;
    const count = live.filter((row) => row.direction === direction).length;
    const name = direction === 'inbound' ? 'Inbound' : 'Outbound';
    return { name, count, isOn, next: { direction: isOn ? undefined : [direction] } };
  });
  return [...states, ...only, ...directions];
}

/** The agents of these calls by name, each once. */
export function agentsOf(rows: readonly FloorRow[]): { id: string; name: string }[] {
  const names = new Map(rows.flatMap(({ agent }) => (agent ? [[agent.id, nameOfAgent(agent)] as const] : [])));
  return [...names].map(([id, name]) => ({ id, name })).toSorted((a, b) => a.name.localeCompare(b.name));
}

export const groupingWords: Record<Grouping, string> = { agent: 'Agent', number: 'Our number' };

/** The filters that are on, as a list that a person reads. */
export const filtersInWords = (search: LiveSearch, thresholds: Thresholds): string[] => [
  ...(search.status ? [`State: ${search.status.map((each) => statusShown(each).words).join(' or ')}`] : []),
  ...(search.direction ? [`Direction: ${search.direction.join(' or ')}`] : []),
  ...(search.only ? [`Only: ${concernWords(search.only, thresholds)}`] : []),
  ...(search.agent ? ['One agent'] : []),
  ...(search.q ? [`Number, name or SID with “${search.q}”`] : []),
];
