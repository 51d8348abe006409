import type { Actor } from '@trunkline/access';
import { createSession } from 'better-sse';
import type { Request, Response } from 'express';
import type { Credential } from '../identity/credential.ts';
import type { EventFilter } from './event-filter.ts';
import { encode, type Batch, type Encoded, type Frame } from './frame.ts';
import { countReset, countSent } from './stream-counts.ts';

/** Bytes that wait for a client who reads slower than it is told. */
const MAX_BUFFERED = 1_048_576;
/** All come back within five seconds after a crash, and not at once. */
const RETRY_MS = { least: 1000, spread: 2000 };

/** A client on the line. Everything up to `cursor` that it may see and wants was written to it. */
export type Listener = {
  actor: Actor;
  credential: Credential;
  filter: EventFilter;
  cursor: number;
  isOpen(): boolean;
  /** Writes what is new in the batch, and cuts a client that does not keep up: it can resume. */
  send(batch: Batch): void;
  /** Writes a frame whatever the client asked for. */
  tell(frame: Frame): void;
  /** Resolves when everything written has left, or the client has. */
  drained(): Promise<void>;
  /** Ends the response after what was written. */
  end(): void;
  /** Ends it at once. */
  cut(): void;
};

type Asked = { request: Request; response: Response; actor: Actor; credential: Credential; filter: EventFilter };

/** Answers with the head of an event stream. */
export async function openListener({ request, response, actor, credential, filter }: Asked): Promise<Listener> {
  const session = await createSession(request, response, {
    keepAlive: null, // ours carries an id
    retry: Math.round(RETRY_MS.least + Math.random() * RETRY_MS.spread),
    trustClientEventId: false,
    headers: { 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
  });
  const isOpen = () => !response.writableEnded && !response.destroyed && !response.closed;

  function write({ count, buffer }: Encoded): void {
    if (count === 0 || !isOpen()) return;
    void session.batch(buffer); // written before it returns
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
      const isAhead = listener.cursor > batch.after; // it was with another process that is further on
      const isNew = (frame: Frame) => (frame.seq ?? 0) > listener.cursor && filter.wants(frame);
      write(isAhead ? encode(batch.frames.filter(isNew)) : batch.encodedFor(filter));
      listener.cursor = Math.max(listener.cursor, batch.upto);
    },
    tell: (frame) => write(encode([frame])),
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
