import type { Fact } from '../facts/fact.ts';
import { isFromRest, isOwnAction, type CallState } from './fold-call.ts';
import { isTerminal, statusRank, type CallStatus } from './status.ts';

/**
 * A time that a call spent in one status, ISO 8601 by Twilio's clock. `to` is null where it lasts, and of the end.
 * `isDerived`: no callback dates it; it follows from the duration, or from when a request about it arrived.
 */
export type StatusInterval = { state: CallStatus; from: string; to: string | null; isDerived: boolean };

type Timed = Pick<CallState, 'status' | 'startTime' | 'endTime' | 'durationSec' | 'finalizedAt'>;
type Point = { state: CallStatus; at: string; isDerived: boolean };

/**
 * The statuses of a call in their order. Of a status the earliest report counts; without one it is derived. Facts may be
 * empty: then the times of the call's row say what they can.
 */
export function statusIntervals(call: Timed, facts: readonly Fact[]): StatusInterval[] {
  const points = inOrder([...listPoints(call, facts), ...listEnd(call)]);
  return points.map(({ state, at, isDerived }, n) => ({ state, from: at, to: points[n + 1]?.at ?? null, isDerived }));
}

function listPoints(call: Timed, facts: readonly Fact[]): Point[] {
  const reports = facts.filter((fact) => !isFromRest(fact) && !isOwnAction(fact) && isOpen(fact.status));
  const reported = reports.flatMap(({ status, occurredAt }) => (occurredAt ? [point(status!, occurredAt, false)] : []));
  const arrived = reports.flatMap(({ status, occurredAt, observedAt }) =>
    occurredAt ? [] : [point(status!, observedAt, true)],
  );
  const known = new Map<CallStatus, Point>();
  for (const one of [...earliestFirst(reported), ...listAnswer(call), ...earliestFirst(arrived)])
    if (!known.has(one.state)) known.set(one.state, one);
  const points = [...known.values()];
  const begin = call.startTime === null ? undefined : point('ringing', call.startTime, true);
  return begin && points.every(({ at }) => begin.at < at) ? [...points, begin] : points;
}

/** Twilio counts a call's duration from its answer. */
function listAnswer({ endTime, durationSec }: Timed): Point[] {
  if (endTime === null || !durationSec) return [];
  return [point('in-progress', new Date(Date.parse(endTime) - durationSec * 1000).toISOString(), true)];
}

function listEnd({ status, endTime, finalizedAt }: Timed): Point[] {
  const at = endTime ?? finalizedAt;
  return isTerminal(status) && at !== null ? [point(status, at, endTime === null)] : [];
}

/** From the end back: a status that seems to begin after a later one has no time of its own. */
function inOrder(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const one of points.toSorted((a, b) => statusRank(b.state) - statusRank(a.state) || compare(b.at, a.at))) {
    const next = kept[0];
    if (next === undefined || (one.at <= next.at && statusRank(one.state) < statusRank(next.state))) kept.unshift(one);
  }
  return kept;
}

const isOpen = (status: CallStatus | null): boolean => status !== null && !isTerminal(status);
const point = (state: CallStatus, at: string, isDerived: boolean): Point => ({ state, at: toMs(at), isDerived });
const toMs = (at: string): string => new Date(at).toISOString();
const earliestFirst = (points: readonly Point[]): Point[] => points.toSorted((a, b) => compare(a.at, b.at));
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
