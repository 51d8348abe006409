import type { Surface } from './read-surface.ts';

/** Kinds that a running process may name: without one, its statement fails. */
const NAMED = ['table', 'column', 'sequence', 'function', 'privilege', 'unique index', 'policy'];
/** Kinds that may refuse or change what a running process writes. */
const BINDING = ['constraint', 'unique index', 'trigger'];

/**
 * Changes that a process of the release before may not survive: something that it may use is gone or another, or
 * something new refuses what it writes. New tables bind no statement of before.
 */
export function compareSurfaces(before: Surface, now: Surface): string[] {
  const found: string[] = [];
  for (const [item, was] of before) {
    const is = now.get(item);
    const kind = kindOf(item);
    if (is === undefined && NAMED.includes(kind)) found.push(`${item} is gone`);
    else if (is !== undefined && is !== was && !isLooser(kind, was, is)) found.push(`${item} is another`);
  }
  for (const [item, is] of now) {
    if (before.has(item) || !before.has(`table ${tableOf(item)}`)) continue;
    const kind = kindOf(item);
    if (BINDING.includes(kind)) found.push(`${item} is new`);
    if (kind === 'column' && is.includes(' required')) found.push(`${item} is new and required`);
    if (kind === 'policy' && / f /.test(` ${is} `)) found.push(`${item} is new and restrictive`);
  }
  return found.toSorted();
}

const KINDS = [
  'body of function',
  'unique index',
  'table',
  'column',
  'sequence',
  'function',
  'privilege',
  'constraint',
  'trigger',
  'policy',
];

const kindOf = (item: string): string => KINDS.find((kind) => item.startsWith(`${kind} `)) ?? item;

const tableOf = (item: string): string => item.slice(kindOf(item).length + 1).split('.')[0]!;

/** A column that may be null now, or has a default now, accepts all that it accepted. */
const isLooser = (kind: string, was: string, is: string): boolean =>
  kind === 'column' && typeOf(was) === typeOf(is) && DEMANDS.every((word) => !is.includes(word) || was.includes(word));

const DEMANDS = [' required', ' not null'];
const typeOf = (column: string) => DEMANDS.reduce((text, word) => text.replace(word, ''), column);
