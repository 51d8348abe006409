import type { StreamEventName, StreamPayload } from '@trunkline/api-contract/stream';

/** An event of the stream as it was received. */
export type Frame<N extends StreamEventName = StreamEventName> = {
  /** Its number; null for what is not stored, such as figures of queues. */
  seq: number | null;
  event: N;
  data: StreamPayload<N>;
};

/** The data of the frames that have one of these names. */
export const dataOf = <N extends StreamEventName>(
  frames: readonly Frame[],
  ...events: readonly N[]
): StreamPayload<N>[] =>
  frames
    .filter((frame): frame is Frame<N> & Frame => events.some((event) => event === frame.event))
    .map(({ data }) => data);

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
