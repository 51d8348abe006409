import type { Account } from './account.ts';
import { noteDelivered } from './calls/note-delivered.ts';
import { createTruth, type Truth } from './calls/truth.ts';
import { type Clock, realTime } from './clock.ts';
import type { Route } from './delivery/callback.ts';
import { createDeliveryCounts } from './delivery/delivery-counts.ts';
import { createDeliveryLog, type DeliveryLog } from './delivery/delivery-log.ts';
import { openOutbox } from './delivery/outbox.ts';
import { createPacer } from './delivery/pacer.ts';
import { maxInFlight, openTransport } from './delivery/transport.ts';
import type { LoadOptions } from './load/load-options.ts';
import { playLoad } from './load/play-load.ts';
import { addPastCalls } from './past/add-past-calls.ts';
import type { PastOptions } from './past/past-options.ts';
import { createRequestLog } from './rest/request-log.ts';
import type { RestApiParts } from './rest/rest-api.ts';
import { createRestFaults, type RestFaultSettings } from './rest/rest-faults.ts';
import { createRestView, defaultRestSettings, type RestSettings } from './rest/rest-view.ts';
import { type SimulatorStats, summarize } from './simulator-stats.ts';

export interface SimulatorSettings extends Route {
  account: Account;
  /** The fragment that the account's owner put behind every callback URL, `#` included, or nothing. */
  overrides: string;
  /** Real time if it is missing. */
  clock?: Clock;
  restFaults?: Partial<RestFaultSettings>;
  restSettings?: Partial<RestSettings>;
}

/** A pretend Twilio: plays loads of calls, keeps the truth of them and of every delivery. */
export interface Simulator {
  readonly clock: Clock;
  readonly truth: Truth;
  readonly log: DeliveryLog;
  /** What the REST API is made of. */
  readonly rest: RestApiParts;
  /** `finished` resolves when the load's last call is over. */
  startLoad(options: LoadOptions): { id: number; finished: Promise<void> };
  /** Makes calls that are over; gives how many. */
  addPastCalls(options: PastOptions): Promise<{ calls: number; legs: number; recordings: number }>;
  /** Breaks off all calls; resolves when what was on its way has been answered or given up. */
  stop(): Promise<void>;
  stats(): SimulatorStats;
  /** Drops connections, whatever is on its way. */
  close(): Promise<void>;
}

export function createSimulator(settings: SimulatorSettings): Simulator {
  const { account, target, publicUrl, overrides, clock = realTime } = settings;
  const view = createRestView(clock, { ...defaultRestSettings, ...settings.restSettings });
  const truth = createTruth(view.lagging);
  const log = createDeliveryLog(clock);
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
    onAcknowledged: ({ params }: { params: Record<string, string> }) => noteDelivered(truth.calls, params),
  };
  const loadParts = {
    account,
    configuredUrl: (path: string) => publicUrl + path + overrides,
    clock,
    truth,
    counts,
    onCallStarted: () => void (started++, live++),
    onCallEnded: () => void live--,
  };
  return {
    clock,
    truth,
    log,
    rest: {
      account,
      truth,
      log,
      clock,
      view,
      faults: createRestFaults(settings.restFaults ?? {}),
      requests: createRequestLog(clock),
    },
    startLoad(options) {
      const stop = new AbortController();
      const pacer = createPacer(options.rate, maxInFlight, stop.signal);
      const parts = { ...loadParts, pacer, send: openOutbox(outboxParts, pacer) };
      const finished = playLoad(parts, options, stop.signal).finally(() => running.delete(stop));
      running.set(stop, finished);
      return { id: ++loads, finished };
    },
    addPastCalls: (options) => addPastCalls({ accountSid: account.sid, truth, clock }, options),
    async stop() {
      const ending = [...running.values()];
      for (const load of running.keys()) load.abort();
      await Promise.allSettled(ending);
    },
    stats: () =>
      summarize(counts, { calls: started, legs: truth.calls.total(), liveCalls: live, isDone: running.size === 0 }),
    close: () => transport.close(),
  };
}
