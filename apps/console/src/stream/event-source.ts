import { readFrame, type Frame } from './frame.ts';
import type { StreamEventName } from '@trunkline/api-contract/stream';

const URL_OF_STREAM = '/events/calls';
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 30_000;

type Listener = {
  /** Number of the last frame that was received, to resume after. */
  lastSeq: () => number | null;
  onFrame: (frame: Frame) => void;
  onConnection: (isConnected: boolean) => void;
  /** The server refused: the session may have ended. */
  onRefused: () => void;
};

/** Follows the stream by the browser's EventSource, which resumes by itself; one that was refused is opened again, ever later. */
export function openEventSource(names: readonly StreamEventName[], listener: Listener): { close: () => void } {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let retryMs = FIRST_RETRY_MS;
  let lastId = '';

  function open(): void {
    const seq = listener.lastSeq();
    source = new EventSource(seq === null ? URL_OF_STREAM : `${URL_OF_STREAM}?last_event_id=${seq}`);
    for (const name of names) source.addEventListener(name, receive);
    source.addEventListener('error', fail);
  }

  /** A frame without an id has that of the one before: it is no repetition of it, and has no number. */
  function receive(event: MessageEvent<string>): void {
    const isNumbered = event.lastEventId !== lastId;
    lastId = event.lastEventId;
    const frame = readFrame({ data: event.data, lastEventId: isNumbered ? lastId : '' });
    if (!frame) return;
    retryMs = FIRST_RETRY_MS;
    listener.onConnection(true);
    listener.onFrame(frame);
  }

  function fail(): void {
    listener.onConnection(false);
    if (source?.readyState !== EventSource.CLOSED) return; // it reconnects by itself
    listener.onRefused();
    retry = setTimeout(open, retryMs);
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  }

  open();
  return {
    close: () => {
      clearTimeout(retry);
      source?.close();
    },
  };
}
