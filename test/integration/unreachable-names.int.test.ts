import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyTables, inboxStates, openTestDatabase, storeAll } from '../support/db/inbox.ts';
import { eventually } from '../support/eventually.ts';
import { startApp } from '../support/processes/processes.ts';
import { callbackToStore, callSid, progress } from '../support/twilio/callbacks.ts';
import { postSigned, signerOf } from '../support/twilio/post-signed.ts';

const { DATABASE_URL = '', REDIS_URL = '' } = process.env;
const opened = new AsyncDisposableStack();
const db = opened.use(openTestDatabase());
afterAll(() => opened.disposeAsync());
beforeEach(() => emptyTables(db));

const withHost = (url: string, hostname: string): string => Object.assign(new URL(url), { hostname }).href;

test('ingest whose names of Postgres and Redis do not resolve keeps callbacks on disk, and stores them once they do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-spool-'));
  opened.defer(() => rm(folder, { recursive: true }));
  await using ingest = await startApp('ingest', {
    env: {
      DATABASE_URL: withHost(DATABASE_URL, 'postgres.invalid'),
      REDIS_URL: withHost(REDIS_URL, 'redis.invalid'),
      WEBHOOK_BASE_URL: 'https://calls.example.com',
      TWILIO_AUTH_TOKEN: 'token',
      SPOOL: 'all',
      SPOOL_DIR: folder,
    },
  });
  const sign = signerOf('https://calls.example.com', 'token');
  for (let n = 0; n < 5; n++) {
    const answer = await postSigned(ingest.url, sign, '/twilio-status', progress(callSid(n), 'ringing', 1));
    expect(answer.status).toBe(204);
  }
  const health = await (await fetch(`${ingest.url}/health`)).json();
  expect(health).toMatchObject({ status: 'healthy', outage: { cause: 'unreachable' } });
  await ingest.restart({ DATABASE_URL, REDIS_URL });
  await eventually(async () => expect(await inboxStates(db)).toEqual({ pending: 5 }));
});

test('worker-status whose name of Redis does not resolve applies callbacks from Postgres', async () => {
  await using worker = await startApp('worker-status', {
    env: { DATABASE_URL, REDIS_URL: withHost(REDIS_URL, 'redis.invalid'), OWNED_PHONE_NUMBERS: '+16175006181' },
  });
  await storeAll(
    db,
    Array.from({ length: 20 }, (_, n) => callbackToStore(progress(callSid(n), 'ringing', 1))),
  );
  await eventually(async () => expect(await inboxStates(db)).toEqual({ completed: 20 }));
  expect(await (await fetch(`${worker.url}/health`)).json()).toMatchObject({
    status: 'healthy',
    queue: expect.stringMatching(/^unavailable/),
  });
});
