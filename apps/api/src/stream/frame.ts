import { matchesEvent } from '@trunkline/telephony/stream';
import type { StreamEvent } from '@trunkline/db/stream';
import { createEventBuffer, type EventBuffer } from 'better-sse';

/** An event to send. Events that are not stored have no sequence number, and no client resumes after them. */
export type Frame = Omit<StreamEvent, 'seq'> & { seq: number | null };

/** What a client wants of the events that it may see. Filters with equal `key` want the same. */
export type EventFilter = { key: string; wants: (frame: Frame) => boolean };

/** By call, as our id or its SID, and by patterns of event names. */
export function openFilter({ call, events }: { call?: string; events?: readonly string[] }): EventFilter {
  const isOfCall = (frame: Frame) => call === undefined || frame.callSid === call || frame.callId === call;
  const isNamed = ({ name }: Frame) => events === undefined || matchesEvent(events, name);
  return { key: JSON.stringify([call, events]), wants: (frame) => isOfCall(frame) && isNamed(frame) };
}

/** Frames for many clients, in their order. They are encoded once for each filter. */
export type Batch = {
  /** All frames have higher numbers than this one, */
  after: number;
  /** and none up to this one is missing. */
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

/** Encodes frames in the envelope of the call inbox, which repeats the name in the data. */
export function encode(frames: readonly Frame[]): Encoded {
  const buffer = createEventBuffer();
  for (const { seq, name, data } of frames) {
    buffer.event(name);
    if (seq !== null) buffer.id(`${seq}`);
    buffer.data({ event: name, data }).dispatch();
  }
  return { count: frames.length, buffer };
}

/** A frame about the stream itself. */
export const notice = (name: string, seq: number | null, data: Record<string, unknown>): Frame => ({
  seq,
  name,
  callId: null,
  callSid: null,
  data,
});
