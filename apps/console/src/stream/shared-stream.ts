import type { StreamEventName } from '@trunkline/api-contract/stream';
import { openEventSource } from './event-source.ts';
import type { Connection } from './freshness.ts';
import type { Frame } from './frame.ts';

const NAME = 'trunkline.stream';
/** Frames within this time are one message to the other windows: each message costs more than its frames. */
const GATHER_MS = 50;

/** What the window with the connection sends to the others. */
type Message =
  | { kind: 'frames'; frames: readonly Frame[] }
  | { kind: 'connection'; connection: Connection }
  | { kind: 'hello' };

type Options = { names: readonly StreamEventName[]; onFrame: (frame: Frame) => void; onRefused: () => void };

export type SharedStream = {
  getConnection: () => Connection;
  subscribe: (listener: () => void) => () => void;
  /** Begins to follow; the returned function ends that. */
  open: () => () => void;
  /** Opens the connection again at once, if this window has it. */
  retry: () => void;
};

/**
 * The stream, with one connection for all windows of a browser: the window that holds the lock has it and passes frames
 * on; when it closes, the next one resumes. Without locks (plain http to another machine) each window has its own.
 */
export function createSharedStream({ names, onFrame, onRefused }: Options): SharedStream {
  const listeners = new Set<() => void>();
  let channel: BroadcastChannel | undefined;
  let connection: Connection = { isConnected: false, lastFrameAt: Date.now() };
  let lastSeq: number | null = null;
  let source: ReturnType<typeof openEventSource> | undefined;

  let toSend: Frame[] = [];

  function setConnection(next: Connection): void {
    const hasChanged = next.isConnected !== connection.isConnected;
    connection = next;
    if (hasChanged) for (const listener of listeners) listener(); // the time of the last frame is read with each tick
  }

  /** Of a frame that two windows sent, the second is dropped. After a reset, numbers begin anew. */
  function accept(frame: Frame): void {
    const { seq, event } = frame;
    const isKnown = seq !== null && lastSeq !== null && seq <= lastSeq;
    if (isKnown && event !== 'stream.reset' && event !== 'connected' && event !== 'keepalive') return;
    if (seq !== null) lastSeq = seq;
    onFrame(frame);
  }

  function lead(): void {
    source = openEventSource(names, {
      lastSeq: () => lastSeq,
      onFrame: (frame) => {
        setConnection({ isConnected: true, lastFrameAt: Date.now() });
        if (toSend.push(frame) === 1) setTimeout(sendFrames, GATHER_MS);
        accept(frame);
      },
      onConnection: (isConnected) => {
        if (isConnected === connection.isConnected) return;
        setConnection({ isConnected, lastFrameAt: isConnected ? Date.now() : connection.lastFrameAt });
        send({ kind: 'connection', connection });
      },
      onRefused,
    });
  }

  const send = (message: Message): void => channel?.postMessage(message);

  function sendFrames(): void {
    send({ kind: 'frames', frames: toSend });
    toSend = [];
  }

  function receive({ data }: MessageEvent<Message>): void {
    if (data.kind === 'hello') {
      if (source) send({ kind: 'connection', connection });
      return;
    }
    if (source) return;
    if (data.kind === 'connection') return setConnection(data.connection);
    setConnection({ isConnected: true, lastFrameAt: Date.now() });
    for (const frame of data.frames) accept(frame);
  }

  /** Leads once the lock is free, until `closing` aborts. */
  async function waitForLead(closing: AbortSignal): Promise<void> {
    const hold = async (): Promise<void> => {
      lead();
      await new Promise((resolve) => closing.addEventListener('abort', resolve));
    };
    await navigator.locks.request(NAME, { signal: closing }, hold).catch(() => {}); // closed while it waited
  }

  return {
    getConnection: () => connection,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    open() {
      const closing = new AbortController();
      channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(NAME);
      channel?.addEventListener('message', receive);
      send({ kind: 'hello' });
      if (channel && 'locks' in navigator) void waitForLead(closing.signal);
      else lead();
      return () => {
        closing.abort();
        source?.close();
        source = undefined;
        channel?.close();
        channel = undefined;
      };
    },
    retry() {
      if (!source) return;
      source.close();
      lead();
    },
  };
}
