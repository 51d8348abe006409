import type { StoryLeg } from '../story.ts';
import { knownAt } from './story-as-of.ts';

/** When the first and the last of all that is stored about these legs became known, ISO 8601; null where nothing is. */
export function knownSpan(legs: readonly StoryLeg[]): { from: string; until: string } | null {
  const times = legs.flatMap(timesOf).map((time) => Date.parse(time));
  if (times.length === 0) return null;
  const [from, until] = [Math.min, Math.max].map((pick) => times.reduce((a, b) => pick(a, b)));
  return { from: new Date(from!).toISOString(), until: new Date(until!).toISOString() };
}

const timesOf = ({ rows, gaps, lookup }: StoryLeg): string[] =>
  [
    ...rows.flatMap((row) => [knownAt(row), row.lastSeenAt]),
    ...gaps.flatMap(({ noticedAt, healedAt, arrivedAt }) => [noticedAt, healedAt, arrivedAt]),
    ...(lookup ? [lookup.requestedAt, lookup.settledAt] : []),
  ].filter((time) => time !== null);
