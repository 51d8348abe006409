import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Storage } from './storage.ts';

const FOLDER = 'erasures';
const keyOf = (id: string) => `${FOLDER}/${id}.json`;

const storedErasure = z.object({
  id: z.uuid(),
  erasedAt: z.string().regex(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/),
  keyName: z.string().regex(/^[\da-f]{16}$/),
  callSids: z.array(z.string().max(100)),
  candidateIds: z.array(z.int().positive()),
  digests: z.array(z.string().regex(/^[\da-f]{64}$/)),
});

/** Whom an erasure was about, without a number or name: Call SIDs, ids of candidates, keyed digests of numbers. */
export type StoredErasure = z.output<typeof storedErasure>;

/** Stores the record of an erasure, once. */
export async function storeErasure(storage: Pick<Storage, 'create'>, record: StoredErasure): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(storedErasure.parse(record)));
  await storage.create(keyOf(record.id), bytes, 'application/json');
}

/** The records of all erasures. `unreadable`: keys of objects that are none. */
export async function listStoredErasures(
  storage: Pick<Storage, 'list' | 'get'>,
): Promise<{ records: StoredErasure[]; unreadable: string[] }> {
  const [records, unreadable]: [StoredErasure[], string[]] = [[], []];
  for (const key of await storage.list(FOLDER)) {
    const record = parse(await text(await storage.get(key)));
    if (record) records.push(record);
    else unreadable.push(key);
  }
  return { records, unreadable };
}

function parse(json: string): StoredErasure | undefined {
  try {
    return storedErasure.parse(JSON.parse(json));
  } catch {
    return undefined;
  }
}
