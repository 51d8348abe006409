import { request, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** A client of the event stream that comes back by itself, as a browser does, and remembers what it was told. */
export type Follower = Disposable & {
  /** The id it began with; null until it was let in for the first time. */
  begunAt: number | null;
  /** Where it would resume. */
  cursor: number | null;
  /** The ids of events, in the order in which they came. */
  ids: number[];
  /** When they came, in ms since the epoch, while somebody wants to know. */
  arrivals: Map<number, number> | null;
  /** What was said last of each call: the data as it came. */
  lastOf: Map<string, string>;
  resets: number;
  connections: number;
};

const RETRY_MS = { least: 1000, spread: 2000 };
const ABOUT_ITSELF = new Set(['connected', 'keepalive', 'stream.reset']);

/** Follows until it is disposed of. */
export function followStream(url: string, headers: Record<string, string>): Follower {
  const ending = new AbortController();
  const follower: Follower = {
    begunAt: null,
    cursor: null,
    ids: [],
    arrivals: null,
    lastOf: new Map(),
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
    for (const block of blocks) take(block, follower);
  }
}

/** Parses as little as possible: there are hundreds of these in one process. */
function take(block: string, follower: Follower): void {
  const name = /^event:(.*)$/m.exec(block)?.[1];
  const id = /^id:(\d+)$/m.exec(block)?.[1];
  if (name === undefined || id === undefined) return;
  follower.cursor = Number(id);
  follower.begunAt ??= follower.cursor;
  if (name === 'stream.reset') follower.resets += 1;
  if (ABOUT_ITSELF.has(name)) return;
  follower.ids.push(follower.cursor);
  follower.arrivals?.set(follower.cursor, Date.now());
  const callSid = /"callSid":"(\w+)"/.exec(block)?.[1];
  if (callSid !== undefined && name.startsWith('call.'))
    follower.lastOf.set(callSid, block.slice(block.indexOf('data:') + 5));
}
