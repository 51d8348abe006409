import type { Account } from './account.ts';
import type { AiParts } from './ai/ai-api.ts';
import { type AiFaultSettings, createAiFaults } from './ai/ai-faults.ts';
import { createAiLog } from './ai/ai-log.ts';
import type { LiveCalls } from './calls/session.ts';
import { createCandidates } from './candidates/candidates.ts';
import { type Clock, realTime } from './clock/clock.ts';
import { usualSpeed } from './clock/start-call-clock.ts';
import { openPlacedCalls } from './conversation/placed-calls.ts';
import { type PlacedSettings, placedSettings } from './conversation/placed-settings.ts';
import { createDeliveryCounts, type SimulatorStats, summarize } from './delivery/delivery-counts.ts';
import { createDeliveryLog, type DeliveryLog } from './delivery/delivery-log.ts';
import { openOutbox } from './delivery/outbox.ts';
import { createPacer } from './delivery/pacer.ts';
import { maxInFlight, openTransport } from './delivery/transport.ts';
import type { Route } from './delivery/wire-request.ts';
import type { LoadOptions } from './load/load-options.ts';
import { playLoad } from './load/play-load.ts';
import { createMediaFaults } from './media/media-faults.ts';
import { createMediaStore, type MediaStore } from './media/media-store.ts';
import { addPastCalls, type PastOptions } from './past/add-past-calls.ts';
import { createLiveFaults } from './rest/live-faults.ts';
import { createPostLog, createRequestLog } from './rest/request-log.ts';
import type { RestApiParts } from './rest/rest-api.ts';
import { createRestFaults, type RestFaultSettings } from './rest/rest-faults.ts';
import { createRestView, defaultRestSettings, type RestSettings } from './rest/rest-view.ts';
import { createTruth, noteDelivered, type Truth } from './truth/truth.ts';

export interface SimulatorSettings extends Route {
  account: Account;
  /** The fragment that the account's owner put behind every callback URL, `#` included, or nothing. */
  overrides: string;
  /** Real time if it is missing. */
  clock?: Clock;
  restFaults?: Partial<RestFaultSettings>;
  restSettings?: Partial<RestSettings>;
  placedSettings?: Partial<PlacedSettings>;
  aiFaults?: Partial<AiFaultSettings>;
  /** The key of the pretended models; any will do if it is missing. */
  aiKey?: string;
}

/** A pretend Twilio: plays loads of calls, keeps the truth of them and of every delivery. */
export interface Simulator {
  readonly clock: Clock;
  readonly truth: Truth;
  readonly log: DeliveryLog;
  /** What the REST API is made of. */
  readonly rest: RestApiParts;
  readonly media: MediaStore;
  readonly ai: AiParts;
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
  const liveCalls: LiveCalls = new Map();
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
    live: liveCalls,
    onCallStarted: () => void (started++, live++),
    onCallEnded: () => void live--,
  };
  const media = createMediaStore(truth, clock, createMediaFaults());
  const placed = openPlacedCalls({
    ...loadParts,
    settings: { ...placedSettings(usualSpeed(clock)), ...settings.placedSettings },
    candidates: createCandidates(),
    storage: () => media.faults.settings.storage || null,
    openSend: (signal) => openOutbox(outboxParts, createPacer(unpaced, maxInFlight, signal)),
  });
  return {
    clock,
    truth,
    log,
    media,
    ai: { truth, faults: createAiFaults(settings.aiFaults), log: createAiLog(clock), key: settings.aiKey ?? '' },
    rest: {
      account,
      truth,
      log,
      clock,
      view,
      faults: createRestFaults(settings.restFaults ?? {}),
      liveFaults: createLiveFaults(),
      requests: createRequestLog(clock),
      posts: createPostLog(clock),
      placed,
      live: liveCalls,
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
      await Promise.allSettled([...ending, placed.stop()]);
    },
    stats: () =>
      summarize(counts, { calls: started, legs: truth.calls.total(), liveCalls: live, isDone: running.size === 0 }),
    close: () => transport.close(),
  };
}

/** Callbacks of placed calls come when they come. */
const unpaced = 1e6;
