import { listenTo, openDatabase } from '@trunkline/db/connection';
import { startLoop } from '@trunkline/service';
import { openTwilio, type TwilioRestConfig } from '@trunkline/twilio/rest';
import { orderCallUrls } from '@trunkline/twilio/twiml';
import type { WorkerDialerConfig } from '../config.ts';
import type { ControlParts } from './control-parts.ts';
import { runCommands } from './run-commands.ts';
import { tendCalls } from './tend-calls.ts';

/** Twilio is asked again by whoever claims the order next; that must not take long, as somebody waits. */
const PACE = { attempts: 2, deadlineMs: 3000, repeatWithinMs: 5000, openMs: 3500 };
const LOOK_EVERY_MS = 500;
const TEND_EVERY_MS = 1000;
/** Woken by Postgres with every order that is committed. */
const CHANNEL = 'trunkline_commands';

type Config = WorkerDialerConfig & TwilioRestConfig;
export type LiveControl = AsyncDisposable & { isAlive(): boolean; report(): object };

/** Orders about live calls, and scheduled calls, with connections and a client of their own: no dialling is in their way. */
export function openLiveControl(
  config: Config,
  { callbacks, log }: Pick<ControlParts, 'callbacks' | 'log'>,
): LiveControl {
  const opened = new AsyncDisposableStack();
  const db = opened.use(openDatabase(config.DATABASE_URL, 'worker-dialer control', { maxConnections: 8 }));
  const twilio = opened.use(openTwilio(config, { log, pace: PACE }));
  const { recordingStatus: recordingStatusUrl } = orderCallUrls(config.WEBHOOK_BASE_URL);
  const runner = opened.use(runCommands({ db, twilio, callbacks, recordingStatusUrl, log }));
  const looking = opened.use(startLoop('commands', LOOK_EVERY_MS, () => runner.round(), log));
  const tend = tendCalls({ db, baseUrl: config.WEBHOOK_BASE_URL, log });
  const tending = opened.use(startLoop('scheduled calls', TEND_EVERY_MS, tend, log));
  opened.use(listenTo(db, CHANNEL, () => void runner.round().catch(() => {}))); // the loop says what is wrong
  return {
    isAlive: () => looking.isAlive() && tending.isAlive(),
    report: () => ({
      commands: looking.last(),
      scheduled: tending.last(),
      running: runner.running(),
      twilio: twilio.usage(),
    }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
