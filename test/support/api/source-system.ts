import type { Database } from '@trunkline/db/connection';
import { openHttpServer, readEnv } from '@trunkline/service';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestApi, type TestApi } from '../../../apps/api/test/open-test-api.ts';
import { ingestEnv } from '../../../apps/ingest/src/config.ts';
import { createIngest } from '../../../apps/ingest/src/create-ingest.ts';
import { applyCallbacks } from '../../../apps/worker-status/src/apply-callbacks.ts';
import { eventually } from '../eventually.ts';
import { inboxStates, openTestDatabase } from '../db/inbox.ts';
import { silentLog } from '../silent-log.ts';
import { OWNED } from '../db/store-and-apply.ts';

export const ORIGIN = 'https://calls.example.com';

type TwilioAnswer = { status: number; type: string | null; text: string };

/** Ingest, worker-status and the api in one process, with the paths of a system that they replace. */
export type SourceSystem = AsyncDisposable & {
  api: TestApi;
  db: Database;
  ingestUrl: string;
  /** Sends a signed form as Twilio does, and waits until it is applied. */
  twilio(target: string, fields: Record<string, string>): Promise<TwilioAnswer>;
};

export async function openSourceSystem(): Promise<SourceSystem> {
  await using opening = new AsyncDisposableStack();
  const db = opening.use(openTestDatabase());
  const env = { OWNED_PHONE_NUMBERS: [...OWNED].join(','), WEBHOOK_BASE_URL: ORIGIN };
  const api = opening.use(await openTestApi(env));
  const folder = opening.adopt(await mkdtemp(join(tmpdir(), 'trunkline-spool-')), (path) =>
    rm(path, { recursive: true }),
  );
  const given = {
    ...env,
    DATABASE_URL: process.env['DATABASE_URL'],
    TWILIO_AUTH_TOKEN: TOKEN,
    PORT: '0',
    SPOOL_DIR: folder,
  };
  const config = readEnv(ingestEnv, given);
  const apply = applyCallbacks({ db, ownedNumbers: OWNED, log: silentLog });
  const queue = {
    add: async (jobs: readonly { data: { ids: string[] } }[]) => {
      for (const { data } of jobs) await apply(data.ids);
    },
  };
  const ingest = opening.use(createIngest({ db, queue, config, log: silentLog }));
  const server = opening.use(await openHttpServer(ingest.app, config));
  const ingestUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const opened = opening.move();
  return {
    api,
    db,
    ingestUrl,
    async twilio(target, fields) {
      const answer = await post(ingestUrl, target, fields);
      await eventually(async () => {
        if ((await inboxStates(db))['pending']) throw new Error('callbacks are still pending');
      });
      return answer;
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

const TOKEN = 'token';

async function post(url: string, target: string, fields: Record<string, string>): Promise<TwilioAnswer> {
  const pairs = Object.entries(fields).map((pair) => pair.join(''));
  const signature = createHmac('sha1', TOKEN)
    .update(ORIGIN + target + pairs.toSorted().join(''))
    .digest('base64');
  const headers = { 'x-twilio-signature': signature, 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(fields).toString();
  const response = await fetch(url + target, { method: 'POST', headers, body });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}
