import type { StreamEventName, StreamPayload } from '@trunkline/api-contract/stream';

/** An event of the stream as it was received. */
export type Frame<N extends StreamEventName = StreamEventName> = {
  /** Its number; null for what is not stored, such as figures of queues. */
  seq: number | null;
  event: N;
  data: StreamPayload<N>;
};

/** True for the frame of this name, whose data is then known. */
export const isFrame = <N extends StreamEventName>(frame: Frame, event: N): frame is Frame<N> & Frame =>
  frame.event === event;

/** Reads a message of EventSource; undefined for one that is no frame. */
export function readFrame({
  data,
  lastEventId,
}: Pick<MessageEvent<string>, 'data' | 'lastEventId'>): Frame | undefined {
  try {
    const { event, data: payload } = JSON.parse(data) as { event: StreamEventName; data: Frame['data'] };
    return { event, data: payload, seq: /^\d+$/.test(lastEventId) ? Number(lastEventId) : null };
  } catch {
    return undefined;
  }
}
