import type { Database } from '@trunkline/db/connection';
import type { GapToRecord } from '@trunkline/db/reconciliation';
import type { NewJob, ReconcileJob } from '@trunkline/queues';
import type { Clock } from '@trunkline/service';
import { detectKind } from '@trunkline/telephony/callbacks';
import { openTwilio } from '@trunkline/twilio/rest';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import type { ReconcileParts } from '../../../apps/worker-reconcile/src/reconcile-parts.ts';
import { applyCallbacks } from '../../../apps/worker-status/src/apply-callbacks.ts';
import { demoConfig, simulatorAt } from '../../../packages/twilio/test/open-simulator.ts';
import { callbackToStore, callSid } from '../twilio/callbacks.ts';
import { eventually } from '../eventually.ts';
import { startFakeServer } from '../fake-server.ts';
import { startSimulator } from '../processes/processes.ts';
import { silentLog } from '../silent-log.ts';
import { controlSimulator, type Delivery } from '../twilio/simulator-control.ts';
import { emptyTables } from './inbox.ts';
import { OWNED, storeAndApply } from './store-and-apply.ts';

/** A gap as a tier records it: `completed` of the first call, class unknown. */
export const gapToRecord = (changes: Partial<GapToRecord> = {}): GapToRecord => ({
  callSid: callSid(1),
  missing: 'completed',
  sequence: null,
  recordingSid: null,
  class: 'unknown',
  dueAt: null,
  noticedBy: 'reconcile_hot',
  evidence: {},
  healingInboxId: null,
  ...changes,
});

export type TestClock = Clock & { pass(seconds: number): void; set(now: Date): void };

/** A clock that a test can move; otherwise it runs like the real one. Its sleeps end at once. */
export function openTestClock(): TestClock {
  let offsetMs = 0;
  return {
    now: () => new Date(Date.now() + offsetMs),
    realMs: () => 0,
    sleep: async () => {},
    pass: (seconds) => void (offsetMs += seconds * 1000),
    set: (now) => void (offsetMs = now.getTime() - Date.now()),
  };
}

export type { Delivery };

export type Reconciling = AsyncDisposable & Awaited<ReturnType<typeof openParts>>;

/** Starts a simulator and opens the parts of the tiers over it. Facts that they store are applied at once. */
export async function startReconciling(db: Database): Promise<Reconciling> {
  await using opening = new AsyncDisposableStack();
  const opened = await openParts(db, opening);
  const stack = opening.move();
  return { ...opened, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** Shorter than in production, so that tests of faults end soon. A busy machine may take seconds for an answer. */
const PACE = { attempts: 3, deadlineMs: 6000, repeatWithinMs: 3000, openMs: 100 };

const accepted = (_params: URLSearchParams): number => 204;

async function openParts(db: Database, opened: AsyncDisposableStack) {
  /** The answers to callbacks: a status for reports, TwiML for voice requests. */
  const receiver = { statusOf: accepted, twiml: '<Response/>' };
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const params = new URLSearchParams(await readText(request));
    const isVoice = request.url?.includes('voice-inbound');
    if (isVoice) response.writeHead(200, { 'content-type': 'text/xml' }).end(receiver.twiml);
    else response.writeHead(receiver.statusOf(params)).end();
  };
  const { url: origin } = opened.use(await startFakeServer(receive));
  const rest = opened.use(await openProxy());
  const process = opened.use(await startSimulator(['--target', origin, '--overrides', '']));
  rest.target = process.url;
  const simulator = simulatorAt(process.url);
  const twilio = opened.use(openTwilio(demoConfig(rest.url), { pace: PACE }));
  const apply = applyCallbacks({ db, ownedNumbers: OWNED, log: silentLog });
  const jobs: NewJob<ReconcileJob>[] = [];
  const clock = openTestClock();
  const parts: ReconcileParts = {
    db,
    clock,
    twilio,
    usage: () => twilio.usage(),
    accounts: { own: demoConfig(rest.url).TWILIO_ACCOUNT_SID, others: new Set() },
    origin,
    callbacks: { add: async (added) => apply(added.flatMap(({ data }) => data.ids)) },
    ticks: { add: async (added) => void jobs.push(...added) },
    ownedNumbers: OWNED,
    patience: { ringTimeoutSec: 60, timeLimitSec: 14_400 },
    log: silentLog,
    signal: new AbortController().signal,
  };
  const control = controlSimulator(process.url);
  return {
    parts,
    clock,
    receiver,
    simulator,
    /** The jobs added to the queue `reconcile`. */
    jobs,
    /** A proxy before the REST API. */
    rest,
    /** The environment for a worker process. */
    env: { ...demoConfig(rest.url), TWILIO_MAX_IN_FLIGHT: '10', WEBHOOK_BASE_URL: origin },
    settings: (settings: object) => control.send('PUT', 'rest-settings', settings),
    /** Before each test: no rows, no call that goes on, no faults, unaltered answers, and the present time. Settings stay. */
    async reset(): Promise<void> {
      await control.send('POST', 'stop', {});
      await emptyTables(db);
      await simulator.setFaults({});
      rest.alter = unaltered;
      receiver.statusOf = accepted;
      clock.set(new Date());
      jobs.length = 0;
    },
    deliveries: control.deliveries,
    requests: () => control.list<{ target: string }>('rest-requests', 'requests'),
    /** Plays calls to their end, by default without dropped callbacks. */
    async play(load: object) {
      await simulator.play({ drop: 0, ...load });
      await eventually(() => control.expectDone());
    },
    /** Stores and applies callbacks as ingest and worker-status do. */
    receive: (deliveries: readonly Delivery[]) =>
      storeAndApply(
        db,
        deliveries.map(({ params }) => callbackToStore(params, { callbackKind: detectKind(params, 'call-inbound') })),
      ),
  };
}

const unaltered = (_path: string, body: string): string | number | Promise<string> => body;

/** A proxy before the simulator that can change its answers. */
async function openProxy() {
  const proxy = {
    target: '',
    /** Returns the body to answer with, or a status to answer with instead. */
    alter: unaltered,
  };
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const disconnected = new AbortController();
    response.on('close', () => disconnected.abort());
    const headers = { authorization: request.headers.authorization ?? '' };
    const answer = await fetch(proxy.target + request.url, { headers, signal: disconnected.signal }).catch(() => null);
    const body = await answer?.text().catch(() => null);
    if (!answer || typeof body !== 'string') return void response.destroy();
    const altered = await proxy.alter(request.url ?? '', body);
    const isStatus = typeof altered === 'number';
    response.writeHead(isStatus ? altered : answer.status, { 'content-type': 'application/json' });
    response.end(isStatus ? '{}' : altered);
  };
  const server = await startFakeServer(pass);
  return Object.assign(proxy, server);
}
