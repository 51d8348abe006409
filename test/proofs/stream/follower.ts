import { request, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** A client of the event stream that reconnects by itself, as a browser does, and keeps what it received. */
export type Follower = Disposable & {
  /** The id of its first frame; null until it was connected for the first time. */
  startedAt: number | null;
  /** The last id received, from which it resumes. */
  cursor: number | null;
  /** The ids of events in order of arrival. */
  ids: number[];
  /** Arrival times of events, in ms since the epoch; null while they are not measured. */
  arrivals: Map<number, number> | null;
  /** The data of the last event of each call, by Call SID. */
  lastEvents: Map<string, string>;
  resets: number;
  connections: number;
};

const RETRY_MS = { least: 1000, spread: 2000 };
/** Frames about the connection, not about what happened. */
const CONTROL_FRAMES = new Set(['connected', 'keepalive', 'stream.reset']);

/** Follows the stream until disposed of. */
export function followStream(url: string, headers: Record<string, string>): Follower {
  const ending = new AbortController();
  const follower: Follower = {
    startedAt: null,
    cursor: null,
    ids: [],
    arrivals: null,
    lastEvents: new Map(),
    resets: 0,
    connections: 0,
    [Symbol.dispose]: () => ending.abort(),
  };
  void (async () => {
    while (!ending.signal.aborted) {
      await readUntilCut(url, headers, follower, ending.signal).catch(() => {});
      const pauseMs = RETRY_MS.least + Math.random() * RETRY_MS.spread;
      await delay(pauseMs, undefined, { signal: ending.signal }).catch(() => {});
    }
  })();
  return follower;
}

async function readUntilCut(
  url: string,
  headers: Record<string, string>,
  follower: Follower,
  signal: AbortSignal,
): Promise<void> {
  const resume = follower.cursor === null ? {} : { 'last-event-id': `${follower.cursor}` };
  const outgoing = request(url, { headers: { ...headers, ...resume }, agent: false, signal });
  const answered = Promise.withResolvers<IncomingMessage>();
  outgoing.on('response', answered.resolve).on('error', answered.reject).end();
  const response = await answered.promise;
  if (response.statusCode !== 200) return void response.destroy();
  follower.connections += 1;
  let rest = '';
  for await (const piece of response.setEncoding('utf8') as AsyncIterable<string>) {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop()!;
    for (const block of blocks) readFrame(block, follower);
  }
}

/** Parses as little as possible: one process has hundreds of followers. */
function readFrame(block: string, follower: Follower): void {
  const name = /^event:(.*)$/m.exec(block)?.[1];
  const id = /^id:(\d+)$/m.exec(block)?.[1];
  if (name === undefined || id === undefined) return;
  follower.cursor = Number(id);
  follower.startedAt ??= follower.cursor;
  if (name === 'stream.reset') follower.resets += 1;
  if (CONTROL_FRAMES.has(name)) return;
  follower.ids.push(follower.cursor);
  follower.arrivals?.set(follower.cursor, Date.now());
  const callSid = /"callSid":"(\w+)"/.exec(block)?.[1];
  if (callSid !== undefined && name.startsWith('call.'))
    follower.lastEvents.set(callSid, block.slice(block.indexOf('data:') + 5));
}
