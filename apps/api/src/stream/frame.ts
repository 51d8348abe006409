import type { StreamEvent } from '@trunkline/db/stream';
import { createEventBuffer, type EventBuffer } from 'better-sse';
import type { EventFilter } from './event-filter.ts';

/** An event on its way; one that is not kept has no number, and no client resumes behind it. */
export type Frame = Omit<StreamEvent, 'seq'> & { seq: number | null };

/** Frames for many clients, in their order: encoded once for all who want the same of them. */
export type Batch = {
  /** All frames have higher numbers, */
  after: number;
  /** and none is missing up to this one. */
  upto: number;
  frames: readonly Frame[];
  encodedFor(filter: EventFilter): Encoded;
};

export type Encoded = { count: number; buffer: EventBuffer };

export function openBatch(after: number, upto: number, frames: readonly Frame[]): Batch {
  const encoded = new Map<string, Encoded>();
  return {
    after,
    upto,
    frames,
    encodedFor(filter) {
      const known = encoded.get(filter.key);
      if (known) return known;
      const made = encode(frames.filter(filter.wants));
      encoded.set(filter.key, made);
      return made;
    },
  };
}

/** The envelope of the call inbox: the name is in the data as well. */
export function encode(frames: readonly Frame[]): Encoded {
  const buffer = createEventBuffer();
  for (const { seq, name, data } of frames) {
    buffer.event(name);
    if (seq !== null) buffer.id(`${seq}`);
    buffer.data({ event: name, data }).dispatch();
  }
  return { count: frames.length, buffer };
}

/** A frame that is about the stream itself. */
export const notice = (name: string, seq: number | null, data: Record<string, unknown>): Frame => ({
  seq,
  name,
  callId: null,
  callSid: null,
  data,
});
