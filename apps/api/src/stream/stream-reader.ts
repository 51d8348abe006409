import type { Actor } from '@trunkline/access';
import { withActor, type Database, type Scoped, type DisabledGuards } from '@trunkline/db/connection';
import { listStreamEvents, readStreamBounds, type StreamBounds } from '@trunkline/db/stream';
import { openBatch, type Batch } from './frame.ts';

/** Numbers that are read at once, so that no transaction is long; most of them may be somebody else's. */
const PAGE = 1000;

export type StreamReader = {
  /** What this actor may see after one number up to another, as far as a page goes: the batch says how far. */
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

/** The same, at most so many at a time: who comes back does not hold up those who are there. */
export function inTurns({ readPage, readBounds }: StreamReader, atOnce: number): StreamReader {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  const turn = async <T>(work: () => Promise<T>): Promise<T> => {
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
    readPage: (actor, after, upto) => turn(() => readPage(actor, after, upto)),
    readBounds: () => turn(readBounds),
  };
}
