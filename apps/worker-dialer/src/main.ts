import { openAppDatabase, outageOf } from '@trunkline/db/connection';
import { workersHeartbeat } from '@trunkline/db/processes';
import { callbacksQueue, dialerQueue, runWorker } from '@trunkline/queues';
import { offWithout } from '@trunkline/service';
import { setDefaultCountry } from '@trunkline/telephony/numbers';
import { numberRuleOf, openDialGuard } from '@trunkline/twilio/dialing';
import { describeUsage, openTwilio, usageFigures } from '@trunkline/twilio/rest';
import { hasTwilioAccount } from '@trunkline/twilio/rest-env';
import { workerDialerEnv } from './config.ts';
import { openLiveControl } from './control/open-live-control.ts';
import { handleIntent } from './handle-intent.ts';
import { parseQuietHours } from './quiet-hours.ts';
import { intentRelay } from './relay-intents.ts';

/** A submission waits for Twilio up to 10 s. */
const JOBS_AT_ONCE = 10;

await runWorker('worker-dialer', workerDialerEnv, async ({ config, log, signal, opened, openQueue, wake }) => {
  setDefaultCountry(config.DEFAULT_COUNTRY);
  const db = opened.use(await openAppDatabase('worker-dialer', { config, log }, { maxConnections: JOBS_AT_ONCE + 1 }));
  const heartbeat = workersHeartbeat(db);
  if (!hasTwilioAccount(config))
    return {
      heartbeat,
      health: () => ({
        dialling: 'off: set TWILIO_ACCOUNT_SID',
        dependencies: { twilio: offWithout('TWILIO_ACCOUNT_SID') },
      }),
    };
  // One attempt each: the row says when to retry, within the calls per second of all copies.
  const twilio = opened.use(openTwilio(config, { log, pace: { attempts: 1 } }));
  const quiet = parseQuietHours(config.QUIET_HOURS ?? '', config.QUIET_TIME_ZONE);
  const rules = { refusalOf: numberRuleOf(config), guard: openDialGuard(config, log) };
  const control = await openLiveControl({ config, callbacks: openQueue(callbacksQueue), log, opened, wake });
  return {
    consume: {
      queue: dialerQueue,
      concurrency: JOBS_AT_ONCE,
      handle: handleIntent({ db, twilio, config, quiet, ...rules, log, signal }),
    },
    relay: intentRelay(db, config.DIAL_PER_SECOND),
    outageOf,
    loops: control.loops,
    heartbeat,
    figures: usageFigures(() => [twilio.usage(), control.report().twilio]),
    health: () => ({
      control: control.report(),
      twilio: twilio.usage(),
      dependencies: describeUsage(twilio.usage()),
    }),
  };
});
