import type { Database } from '@trunkline/db/connection';
import { withJitter } from '@trunkline/service';
import { createSession } from 'better-sse';
import type { Request, Response } from 'express';
import type { Principal } from '../http/principal.ts';
import { isStillValid } from '../identity/recheck-credential.ts';
import { encode, type Batch, type Encoded, type EventFilter, type Frame } from './frame.ts';
import { countReset, countSent } from './stream-metrics.ts';

/** Bytes that may wait for a client that reads too slowly. */
const MAX_BUFFERED = 1_048_576;
/** After a crash, clients reconnect after 1 to 3 s and not all at once. */
const RETRY_MS = 2000;

/** A connected client. Everything up to `cursor` that it may see and wants has been written to it. */
export type Listener = Pick<Principal, 'actor' | 'credential'> & {
  filter: EventFilter;
  cursor: number;
  isOpen(): boolean;
  /** Writes the new frames of the batch. Disconnects a client that does not keep up; it can resume. */
  send(batch: Batch): void;
  /** Writes a frame, whatever the filter. */
  sendAnyway(frame: Frame): void;
  /** Resolves once everything written has been sent, or the client has left. */
  drained(): Promise<void>;
  /** Ends the response after what was written. */
  end(): void;
  /** Ends the response at once. */
  cut(): void;
};

type Opening = { request: Request; response: Response; principal: Principal; filter: EventFilter };

/** A client that is gone is noticed by its connection. */
const ignore = () => {};

/** Answers with the head of an event stream. */
export async function openListener({ request, response, principal, filter }: Opening): Promise<Listener> {
  const { actor, credential } = principal;
  const session = await createSession(request, response, {
    keepAlive: null, // the hub sends its own, with an id
    retry: Math.round(withJitter(RETRY_MS, [0.5, 1.5])),
    trustClientEventId: false,
    headers: { 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
  });
  const isOpen = () => !response.writableEnded && !response.destroyed && !response.closed;

  function write({ count, buffer }: Encoded): void {
    if (count === 0 || !isOpen()) return;
    session.batch(buffer).catch(ignore); // written before it returns
    countSent(count);
    if (response.writableLength <= MAX_BUFFERED) return;
    countReset('slow');
    response.destroy();
  }

  const listener: Listener = {
    actor,
    credential,
    filter,
    cursor: 0,
    isOpen,
    send(batch) {
      const isAhead = listener.cursor > batch.after; // it comes from another process that has read further
      const isNew = (frame: Frame) => (frame.seq ?? 0) > listener.cursor && filter.wants(frame);
      write(isAhead ? encode(batch.frames.filter(isNew)) : batch.encodedFor(filter));
      listener.cursor = Math.max(listener.cursor, batch.upto);
    },
    sendAnyway: (frame) => write(encode([frame])),
    async drained() {
      if (!isOpen() || !response.writableNeedDrain) return;
      const over = Promise.withResolvers<void>();
      const end = () => over.resolve();
      response.once('drain', end).once('close', end);
      await over.promise;
      response.off('drain', end).off('close', end);
    },
    end: () => void response.end(),
    cut: () => void response.destroy(),
  };
  return listener;
}

/** Disconnects clients whose credential is no longer valid: keys, sessions and tokens that ended, and changed roles. */
export async function disconnectRevoked(db: Database, listeners: Iterable<Listener>): Promise<void> {
  for (const those of Map.groupBy(listeners, ({ credential }) => JSON.stringify(credential)).values()) {
    if (await isStillValid(db.pool, those[0]!.credential)) continue;
    for (const listener of those) listener.cut();
  }
}
