import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Storage } from './storage.ts';

const READ_AT_ONCE = 16;
const FOLDER = 'audit-anchors';
const keyOf = (hour: string) => `${FOLDER}/${hour}.json`;

const storedAnchor = z.object({
  hour: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}$/),
  lines: z.int().positive(),
  head: z.string().regex(/^[\da-f]{64}$/),
});

/** The end of the audit's chain in an hour of UTC, such as `2026-11-29T07`: one object per hour, written once. */
export type StoredAnchor = z.output<typeof storedAnchor>;

type Anchors = Pick<Storage, 'create' | 'list' | 'get'>;

/** Stores an anchor; false where another one of that hour is stored. The same one again is true. */
export async function storeAnchor(storage: Anchors, { hour, lines, head }: StoredAnchor): Promise<boolean> {
  const json = JSON.stringify({ hour, lines, head });
  if (await storage.create(keyOf(hour), Buffer.from(json), 'application/json')) return true;
  return (await text(await storage.get(keyOf(hour)))) === json;
}

/** The anchors from an hour on, in order. One that cannot be read is listed with no lines, so that it equals no other. */
export async function listAnchors(storage: Anchors, from = ''): Promise<StoredAnchor[]> {
  const keys = await storage.list(FOLDER, `${FOLDER}/${from}`);
  const anchors: StoredAnchor[] = [];
  for (let at = 0; at < keys.length; at += READ_AT_ONCE) {
    const some = keys.slice(at, at + READ_AT_ONCE);
    anchors.push(...(await Promise.all(some.map(async (key) => parse(key, await text(await storage.get(key)))))));
  }
  return anchors;
}

function parse(key: string, json: string): StoredAnchor {
  const hour = key.slice(FOLDER.length + 1).replace(/\.json$/, '');
  try {
    const anchor = storedAnchor.parse(JSON.parse(json));
    if (anchor.hour === hour) return anchor;
  } catch {
    // below
  }
  return { hour, lines: 0, head: '' };
}
