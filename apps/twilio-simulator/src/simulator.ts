import type { Account } from './account.ts';
import type { AiParts } from './ai/ai-api.ts';
import { type AiFaultSettings, createAiFaults } from './ai/ai-faults.ts';
import { createAiLog } from './ai/ai-log.ts';
import type { LiveCalls } from './calls/session.ts';
import { createCandidates } from './candidates/candidates.ts';
import { type Clock, realTime } from './clock/clock.ts';
import { defaultCallSpeed } from './clock/start-call-clock.ts';
import { openConfiguration } from './configuration/configuration.ts';
import { type CallSettings, defaultCallSettings } from './conversation/call-settings.ts';
import { openScriptedCalls } from './conversation/scripted-calls.ts';
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
import { createTruth, recordDelivered, type Truth } from './truth/truth.ts';

export interface SimulatorSettings extends Route {
  account: Account;
  /** The connection overrides of every configured callback URL, `#` included; may be empty. */
  overrides: string;
  /** Default: real time. */
  clock?: Clock;
  restFaults?: Partial<RestFaultSettings>;
  restSettings?: Partial<RestSettings>;
  callSettings?: Partial<CallSettings>;
  aiFaults?: Partial<AiFaultSettings>;
  /** The key of the OpenAI API. Default: any key is accepted. */
  aiKey?: string;
}

/** A simulated Twilio: plays calls, and keeps the truth of every call and delivery. */
export interface Simulator {
  readonly clock: Clock;
  /** Where callbacks go. */
  readonly route: Route;
  readonly truth: Truth;
  readonly log: DeliveryLog;
  /** The parts of the REST API. */
  readonly rest: RestApiParts;
  readonly media: MediaStore;
  readonly ai: AiParts;
  /** `finished` resolves after the last call of the load. */
  startLoad(options: LoadOptions): { id: number; finished: Promise<void> };
  /** Adds finished calls; returns how many. */
  addPastCalls(options: PastOptions): Promise<{ calls: number; legs: number; recordings: number }>;
  /** Abandons all calls. Resolves when all requests in flight are answered or have failed. */
  stop(): Promise<void>;
  stats(): SimulatorStats;
  /** Closes all connections, even with requests in flight. */
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
    onAcknowledged: ({ params }: { params: Record<string, string> }) => recordDelivered(truth.calls, params),
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
  const configuration = openConfiguration(account, loadParts.configuredUrl);
  const scriptedCalls = openScriptedCalls({
    ...loadParts,
    targetsOf: (address) => configuration.targetsOf(address),
    settings: { ...defaultCallSettings(defaultCallSpeed(clock)), ...settings.callSettings },
    candidates: createCandidates(),
    media: media.faults.plan,
    openSend: (signal) => openOutbox(outboxParts, createPacer(unlimitedRate, maxInFlight, signal)),
  });
  return {
    clock,
    route: { publicUrl, target },
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
      configuration,
      scriptedCalls,
      live: liveCalls,
    },
    startLoad(options) {
      const stop = new AbortController();
      const pacer = createPacer(options.rate * burstShare, maxInFlight, stop.signal);
      const parts = { ...loadParts, pacer, send: openOutbox(outboxParts, pacer) };
      const finished = playLoad(parts, options, stop.signal).finally(() => running.delete(stop));
      running.set(stop, finished);
      return { id: ++loads, finished };
    },
    addPastCalls: (options) => addPastCalls({ accountSid: account.sid, truth, clock }, options),
    async stop() {
      const ending = [...running.values()];
      for (const load of running.keys()) load.abort();
      await Promise.allSettled([...ending, scriptedCalls.stop()]);
    },
    stats: () =>
      summarize(counts, { calls: started, legs: truth.calls.total(), liveCalls: live, isDone: running.size === 0 }),
    close: () => transport.close(),
  };
}

/**
 * How much faster than the rate of a load its callbacks may be sent. Calls start at that rate; duplicates come on top, and
 * would make all callbacks wait in a queue.
 */
const burstShare = 1.5;
/** Callbacks of scripted calls are not paced. */
const unlimitedRate = 1e6;
