import type { Account } from './account.ts';
import { type CallBook, createCallBook } from './calls/call-book.ts';
import { noteDelivered } from './calls/note-delivered.ts';
import type { Route } from './delivery/callback.ts';
import { createDeliveryCounts } from './delivery/delivery-counts.ts';
import { createDeliveryLog, type DeliveryLog } from './delivery/delivery-log.ts';
import { openOutbox } from './delivery/outbox.ts';
import { createPacer } from './delivery/pacer.ts';
import { maxInFlight, openTransport } from './delivery/transport.ts';
import type { LoadOptions } from './load/load-options.ts';
import { playLoad } from './load/play-load.ts';
import { type SimulatorStats, summarize } from './simulator-stats.ts';

export interface SimulatorSettings extends Route {
  account: Account;
  /** The fragment that the account's owner put behind every callback URL, `#` included, or nothing. */
  overrides: string;
}

/** A pretend Twilio: plays loads of calls, keeps the truth of them and of every delivery. */
export interface Simulator {
  readonly account: Account;
  readonly book: CallBook;
  readonly log: DeliveryLog;
  /** `finished` resolves when the load's last call is over. */
  startLoad(options: LoadOptions): { id: number; finished: Promise<void> };
  /** Breaks off all calls; resolves when what was on its way has been answered or given up. */
  stop(): Promise<void>;
  stats(): SimulatorStats;
  /** Drops connections, whatever is on its way. */
  close(): Promise<void>;
}

export function createSimulator({ account, target, publicUrl, overrides }: SimulatorSettings): Simulator {
  const book = createCallBook();
  const log = createDeliveryLog();
  const counts = createDeliveryCounts();
  const transport = openTransport();
  const running = new Map<AbortController, Promise<void>>();
  let loads = 0;
  let started = 0;
  let live = 0;

  const outboxParts = {
    authToken: account.authToken,
    route: { publicUrl, target },
    transport,
    log,
    counts,
    onAcknowledged: ({ params }: { params: Record<string, string> }) => noteDelivered(book, params),
  };
  const loadParts = {
    account,
    configuredUrl: (path: string) => publicUrl + path + overrides,
    book,
    counts,
    onCallStarted: () => void (started++, live++),
    onCallEnded: () => void live--,
  };
  return {
    account,
    book,
    log,
    startLoad(options) {
      const stop = new AbortController();
      const pacer = createPacer(options.rate, maxInFlight, stop.signal);
      const parts = { ...loadParts, pacer, send: openOutbox(outboxParts, pacer) };
      const finished = playLoad(parts, options, stop.signal).finally(() => running.delete(stop));
      running.set(stop, finished);
      return { id: ++loads, finished };
    },
    async stop() {
      const ending = [...running.values()];
      for (const load of running.keys()) load.abort();
      await Promise.allSettled(ending);
    },
    stats: () => summarize(counts, { calls: started, legs: book.total(), liveCalls: live, isDone: running.size === 0 }),
    close: () => transport.close(),
  };
}
