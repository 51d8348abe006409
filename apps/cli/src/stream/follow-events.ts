import { setTimeout as delay } from 'node:timers/promises';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { Api, Query } from '../api/open-api.ts';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../invocation.ts';

/** A frame of the stream: the id after which it is resumed, and the envelope of the API. */
export type StreamFrame = { id: string | undefined; event: string; data: Record<string, unknown> };

type Following = {
  query: Query;
  signal: AbortSignal;
  /** Hears that the stream broke off, and that it goes on. */
  say: (line: string) => void;
};

/** A keepalive is sent every 15 s: a connection without a byte for longer is dead. */
const SILENT_MS = 45_000;
/** Where the server has not said how long to wait; then it spreads its clients itself. */
const RETRY_MS = 2000;

/**
 * Yields the events of an installation until the signal aborts. After a connection that broke off it resumes behind the last
 * frame. Throws a `CliError` if the first connection fails, or if the API refuses a later one.
 */
export async function* followEvents(api: Api, { query, signal, say }: Following): AsyncGenerator<StreamFrame> {
  let lastId: string | undefined;
  let retryMs = RETRY_MS;
  let isBroken = false;
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    try {
      using silence = watchSilence(signal);
      const headers = { ...(lastId !== undefined && { 'last-event-id': lastId }) };
      const body = await api.follow('/events/calls', query, { headers, signal: silence.signal });
      const frames = body
        .pipeThrough(new TextDecoderStream())
        .pipeThrough(new EventSourceParserStream({ onRetry: (ms) => (retryMs = ms) }));
      for await (const { id, data } of frames) {
        silence.reset();
        lastId = id ?? lastId;
        const envelope = JSON.parse(data) as Omit<StreamFrame, 'id'>;
        if (isBroken && envelope.event === 'connected') say('Connected again.');
        isBroken = false;
        if (envelope.event === 'stream.reset') say('The stream could not be resumed: events may be missing here.');
        if (!OF_THE_STREAM.has(envelope.event)) yield { id, ...envelope };
      }
    } catch (error) {
      if (signal.aborted) return;
      const isRefused = error instanceof CliError && error.exit !== EXIT.unavailable;
      if (isRefused || (isFirst && error instanceof CliError)) throw error;
    }
    if (!isBroken && !signal.aborted) say('The stream broke off. Connecting again.');
    isBroken = true;
    await delay(retryMs, undefined, { signal }).catch(() => {});
  }
}

/** Frames about the connection itself. */
const OF_THE_STREAM: ReadonlySet<string> = new Set(['connected', 'keepalive', 'stream.reset']);

/** A signal that aborts with the given one, or when `reset` is not called for too long. */
function watchSilence(signal: AbortSignal): Disposable & { signal: AbortSignal; reset: () => void } {
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(), SILENT_MS);
  return {
    signal: AbortSignal.any([signal, silent.signal]),
    reset: () => void timer.refresh(),
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
