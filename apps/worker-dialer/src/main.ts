import { openDatabase } from '@trunkline/db/connection';
import { callbacksQueue, chooseQueueBackend, dialerQueue, openQueue, startWorker } from '@trunkline/queues';
import { openHttpServer, operationsRouter, runService, startLoop, watchWorker } from '@trunkline/service';
import { openTwilio, type TwilioRestConfig } from '@trunkline/twilio/rest';
import express from 'express';
import { workerDialerEnv } from './config.ts';
import { openLiveControl } from './control/open-live-control.ts';
import { handleIntent } from './handle-intent.ts';
import { parseQuietHours } from './quiet-hours.ts';
import { relayIntents } from './relay-intents.ts';

const RELAY_EVERY_MS = 500;
/** A submission waits for Twilio up to 10 s. */
const JOBS_AT_ONCE = 10;

await runService('worker-dialer', workerDialerEnv, async ({ config, log, opened }) => {
  if (config.TWILIO_ACCOUNT_SID === undefined) {
    const idle = () => ({ healthy: true, service: 'worker-dialer', dialling: 'off: set TWILIO_ACCOUNT_SID' });
    return void opened.use(await openHttpServer(express().use(operationsRouter(idle)), config));
  }
  const db = opened.use(openDatabase(config.DATABASE_URL, 'worker-dialer', { maxConnections: JOBS_AT_ONCE + 1 }));
  const backend = chooseQueueBackend(config);
  const queue = opened.use(openQueue(dialerQueue, backend));
  const callbacks = opened.use(openQueue(callbacksQueue, backend));
  // Asked once each: when to ask again is the row's business, within the calls per second of all copies.
  const twilio = opened.use(openTwilio(config as TwilioRestConfig, { log, pace: { attempts: 1 } }));
  const quiet = parseQuietHours(config.QUIET_HOURS ?? '', config.QUIET_TIME_ZONE);
  const closing = new AbortController();
  const handle = handleIntent({ db, twilio, config, quiet, log, signal: closing.signal });
  const worker = opened.use(
    startWorker(dialerQueue, backend, handle, {
      concurrency: JOBS_AT_ONCE,
      onError: (error) => log.warn({ err: error }, 'the queue is away'),
      onGivenUp: async ({ intentId }, error) =>
        log.warn({ err: error, intent_id: intentId }, 'a job was given up; the relay takes up its intent'),
    }),
  );
  const relay = opened.use(
    startLoop('relay', RELAY_EVERY_MS, relayIntents({ db, queue, perSecond: config.DIAL_PER_SECOND }), log),
  );
  const control = opened.use(openLiveControl(config as TwilioRestConfig & typeof config, { callbacks, log }));
  opened.defer(() => closing.abort());
  const ofWorker = watchWorker('worker-dialer', worker, log);
  const health = () => {
    const { healthy, ...report } = ofWorker();
    const isHealthy = healthy && relay.isAlive() && control.isAlive();
    return { healthy: isHealthy, ...report, relay: relay.last(), control: control.report(), twilio: twilio.usage() };
  };
  opened.use(await openHttpServer(express().use(operationsRouter(health)), config));
});
