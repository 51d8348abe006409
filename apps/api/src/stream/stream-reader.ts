import type { Actor } from '@trunkline/access';
import { withActor, type Database, type Scoped, type DisabledGuards } from '@trunkline/db/connection';
import { listStreamEvents, readStreamBounds, type StreamBounds } from '@trunkline/db/stream';
import { openBatch, type Batch } from './frame.ts';

/** Numbers read in one transaction, to keep it short. The actor may see few of them. */
const PAGE = 1000;

export type StreamReader = {
  /** Reads what the actor may see after one number up to another, at most a page: the batch says up to where. */
  readPage: (actor: Actor, after: number, upto: number) => Promise<Batch>;
  readBounds: () => Promise<StreamBounds>;
};

export const openStreamReader = (db: Database, weakening?: DisabledGuards): StreamReader => ({
  async readPage(actor, after, upto) {
    const end = Math.min(after + PAGE, upto);
    const read = (tx: Scoped) => listStreamEvents(tx, actor.role, after, end);
    return openBatch(after, end, await withActor(db, actor, read, weakening));
  },
  readBounds: () => readStreamBounds(db.pool),
});

/** Limits a reader to `limit` reads at a time, so that resuming clients do not delay the others. */
export function limitReads({ readPage, readBounds }: StreamReader, limit: number): StreamReader {
  let free = limit;
  const waiting: (() => void)[] = [];
  const limited = async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
  return {
    readPage: (actor, after, upto) => limited(() => readPage(actor, after, upto)),
    readBounds: () => limited(readBounds),
  };
}
