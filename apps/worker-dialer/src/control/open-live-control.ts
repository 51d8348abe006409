import { listenTo, openAppDatabase } from '@trunkline/db/connection';
import type { LoopPlan, WorkerParts } from '@trunkline/queues';
import { openTwilio, type TwilioRestConfig } from '@trunkline/twilio/rest';
import { orderCallUrls } from '@trunkline/twilio/twiml';
import type { WorkerDialerConfig } from '../config.ts';
import type { ControlParts } from './command-attempt.ts';
import { runCommands } from './run-commands.ts';
import { runSchedule } from './run-schedule.ts';

/** Requests fail early, as a person waits; the next attempt of the command repeats them. */
const PACE = { attempts: 2, deadlineMs: 3000, repeatWithinMs: 5000, openMs: 3500 };
/** Postgres notifies it of every command that is committed. */
const CHANNEL = 'trunkline_commands';

type Parts = Pick<ControlParts, 'callbacks' | 'log'> & {
  config: WorkerDialerConfig & TwilioRestConfig;
  opened: AsyncDisposableStack;
  wake: WorkerParts['wake'];
};

/** Commands about live calls, and scheduled calls, with connections and a Twilio client of their own: dialling never delays them. */
export async function openLiveControl({ config, callbacks, log, opened, wake }: Parts) {
  const limits = { purpose: 'control', maxConnections: 8 };
  const db = opened.use(await openAppDatabase('worker-dialer', { config, log }, limits));
  const twilio = opened.use(openTwilio(config, { log, pace: PACE }));
  const { recordingStatus: recordingStatusUrl } = orderCallUrls(config.WEBHOOK_BASE_URL);
  const runner = opened.use(runCommands({ db, twilio, callbacks, recordingStatusUrl, log }));
  opened.use(listenTo(db, CHANNEL, () => wake('commands'), log));
  const loops: Record<string, LoopPlan> = {
    commands: { everyMs: 500, tick: () => runner.tick(), isVital: true },
    scheduled: { everyMs: 1000, tick: runSchedule({ db, baseUrl: config.WEBHOOK_BASE_URL, log }), isVital: true },
  };
  return { loops, report: () => ({ running: runner.running(), twilio: twilio.usage() }) };
}
