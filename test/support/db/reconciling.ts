import type { Database } from '@trunkline/db/connection';
import type { GapToRecord } from '@trunkline/db/reconciliation';
import type { NewJob, ReconcileJob } from '@trunkline/queues';
import type { Clock } from '@trunkline/service';
import { factKind } from '@trunkline/telephony/callbacks';
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
import { OWNED, storeAndApply } from './store-and-apply.ts';

/** Empties every table that reconciliation writes. */
export const emptyReconciliation = (db: Database) =>
  db.pool.query(`truncate twilio_webhook_inbox, twilio_webhook_dedupe, calls, call_events, call_recordings, contacts,
    conversations, callback_gaps, sync_runs, sync_state cascade`);

/** A gap as a tier notices it. */
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

/** A clock that a test moves on; it runs as the real one meanwhile, and waits for nothing. */
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

/** One callback as the simulator sent it, or not. */
export type Delivery = {
  call_sid: string;
  kind: string;
  call_status: string | null;
  params: Record<string, string>;
  acked: boolean;
  dropped: boolean;
};

export type Reconciling = AsyncDisposable & Awaited<ReturnType<typeof openParts>>;

/** What every tier works with, over a simulator of its own; what is entered is applied at once. */
export async function startReconciling(db: Database): Promise<Reconciling> {
  await using opening = new AsyncDisposableStack();
  const opened = await openParts(db, opening);
  const stack = opening.move();
  return { ...opened, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** No test has the patience that Twilio deserves. */
const PACE = { attempts: 3, deadlineMs: 1500, repeatWithinMs: 3000, openMs: 100 };

async function openParts(db: Database, opened: AsyncDisposableStack) {
  /** What Twilio gets: a status for reports, TwiML for voice requests. */
  const receiver = { statusOf: (_params: URLSearchParams): number => 204, twiml: '<Response/>' };
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const params = new URLSearchParams(await readText(request));
    const isVoice = request.url?.includes('voice-inbound');
    if (isVoice) response.writeHead(200, { 'content-type': 'text/xml' }).end(receiver.twiml);
    else response.writeHead(receiver.statusOf(params)).end();
  };
  const { url: origin } = opened.use(await startFakeServer(receive));
  const rest = opened.use(await openMeddler());
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
    origin,
    callbacks: { add: async (added) => apply(added.flatMap(({ data }) => data.ids)) },
    rounds: { add: async (added) => void jobs.push(...added) },
    ownedNumbers: OWNED,
    patience: { ringTimeoutSec: 60, timeLimitSec: 14_400 },
    log: silentLog,
    signal: new AbortController().signal,
  };
  const read = async <T>(path: string): Promise<T> => (await fetch(`${process.url}/simulator/${path}`)).json() as T;
  const send = async (method: string, path: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${process.url}/simulator/${path}`, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path} got ${response.status}: ${await response.text()}`);
    await response.body?.cancel();
  };
  return {
    parts,
    clock,
    receiver,
    simulator,
    /** What was put off: the jobs of the queue `reconcile`. */
    jobs,
    /** Stands between us and the REST API. */
    rest,
    /** For a worker of its own. */
    env: { ...demoConfig(rest.url), TWILIO_MAX_IN_FLIGHT: '10', WEBHOOK_BASE_URL: origin },
    settings: (settings: object) => send('PUT', 'rest-settings', settings),
    /** Breaks off all calls. */
    stop: () => send('POST', 'stop', {}),
    deliveries: async () => (await read<{ deliveries: Delivery[] }>('deliveries?limit=5000')).deliveries,
    requests: async () => (await read<{ requests: { target: string }[] }>('rest-requests?limit=5000')).requests,
    /** Plays calls to their end; nothing is lost where nothing else is said. */
    async play(load: object) {
      await simulator.play({ drop: 0, ...load });
      await eventually(async () => expectDone(await simulator.stats()));
    },
    /** Takes callbacks as ingest and worker-status would. */
    receive: (deliveries: readonly Delivery[]) =>
      storeAndApply(
        db,
        deliveries.map(({ params }) => callbackToStore(params, { eventType: factKind(params, 'call-inbound') })),
      ),
  };
}

/** A proxy that can say something else than the simulator does. */
async function openMeddler() {
  const meddler = {
    target: '',
    /** Changes an answer of the REST API, or gives the status to answer with instead. */
    alter: (_path: string, body: string): string | number | Promise<string> => body,
  };
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const giveUp = new AbortController();
    response.on('close', () => giveUp.abort());
    const headers = { authorization: request.headers.authorization ?? '' };
    const answer = await fetch(meddler.target + request.url, { headers, signal: giveUp.signal }).catch(() => null);
    const body = await answer?.text().catch(() => null);
    if (!answer || typeof body !== 'string') return void response.destroy();
    const altered = await meddler.alter(request.url ?? '', body);
    const isStatus = typeof altered === 'number';
    response.writeHead(isStatus ? altered : answer.status, { 'content-type': 'application/json' });
    response.end(isStatus ? '{}' : altered);
  };
  const server = await startFakeServer(pass);
  return Object.assign(meddler, server);
}

function expectDone({ done }: { done: boolean }): void {
  if (!done) throw new Error('the load is still playing');
}
