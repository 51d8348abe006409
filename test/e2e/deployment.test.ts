import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { APPS_WITH_LOGIN, passwordVariableOf } from '@trunkline/access';
import pg from 'pg';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { APPS } from '../../apps/local/src/apps.ts';
import { CHECKOUT } from '../../apps/local/src/checkout.ts';
import { buildFolders, type BuiltStage } from '../image/build-folder.ts';
import { linkInstead } from '../image/link-packages.ts';
import { callSid, progress } from '../support/twilio/callbacks.ts';
import { readComposeFile } from '../support/compose/compose-file.ts';
import {
  inFolder,
  runToEnd,
  startService,
  type ComposeProcess,
  type Launcher,
  type Places,
} from '../support/processes/compose-process.ts';
import { eventually } from '../support/eventually.ts';

const secret = (): string => randomBytes(16).toString('hex');
const settings = {
  POSTGRES_PASSWORD: secret(),
  REDIS_PASSWORD: secret(),
  ...Object.fromEntries(APPS_WITH_LOGIN.map((app) => [passwordVariableOf(app), secret()])),
  TWILIO_AUTH_TOKEN: secret(),
  BOARD_PASSWORD: secret(),
  SIGNED_URL_SECRET: secret(),
  WEBHOOK_BASE_URL: 'https://calls.example.com',
};
const { services } = readComposeFile(settings);
const { TEST_POSTGRES_URL = '', TEST_REDIS_URL = '' } = process.env;
const places: Places = { 'postgres:5432': new URL(TEST_POSTGRES_URL).host, 'redis:6379': new URL(TEST_REDIS_URL).host };
const admin = new pg.Client({ connectionString: TEST_POSTGRES_URL });

/** The folders that the Dockerfile leaves in /app, with the packages that npm would install by its lines. */
let parent: string;
let images: Map<string, BuiltStage>;
beforeAll(async () => {
  await mkdir(join(CHECKOUT, '.cache'), { recursive: true });
  parent = await mkdtemp(join(CHECKOUT, '.cache', 'image-')); // on the checkout's disk, for hard links
  places['/var/lib/trunkline'] = join(parent, 'volumes');
  images = await buildFolders(parent, linkInstead);
});
afterAll(() => rm(parent, { recursive: true, force: true }));

/** Runs a service in the folder of its image, with the environment that its image sets. */
function launcherOf(name: string): Launcher {
  const image = images.get(get(name).build?.target ?? '');
  if (!image) throw new Error(`docker-compose.yml builds ${name} from no stage of the Dockerfile`);
  return (command, env) => inFolder(image.folder)(command, { ...image.env, ...env });
}

/** Creates what the image of Postgres creates for POSTGRES_USER and POSTGRES_DB. */
beforeAll(async () => {
  await admin.connect();
  await removeDatabase();
  await admin.query(`create role trunkline superuser login password '${settings.POSTGRES_PASSWORD}'`);
  await admin.query('create database trunkline owner trunkline');
});
afterAll(async () => {
  await removeDatabase();
  await admin.end();
});

async function removeDatabase(): Promise<void> {
  await admin.query('drop database if exists trunkline with (force)');
  await admin.query('drop role if exists trunkline');
}

test('the services of the compose file, with the files of their images, migrate, store a signed callback, show it, and stop cleanly', async () => {
  const migration = await runToEnd(get('migrate'), places, launcherOf('migrate'));
  expect(migration).toEqual({ code: 0, output: expect.stringContaining('successfully applied') });

  await using opened = new AsyncDisposableStack();
  const start = async (name: string) => opened.use(await startService(name, get(name), places, launcherOf(name)));
  const ingest = await start('ingest');
  const api = await start('api');
  const all = [ingest, api];
  for (const { name } of APPS) if (name !== 'ingest' && name !== 'api') all.push(await start(name));
  await Promise.all(all.map((service) => service.untilHealthy()));

  expect((await sendSigned(ingest, progress(callSid(1), 'ringing', 1))).status).toBe(204);
  await eventually(async () =>
    expect(await getFromOutside(api, `/api/calls/${callSid(1)}`)).toMatchObject({ status: 'ringing' }),
  );

  const simulator = await start('twilio-simulator');
  await simulator.untilHealthy();
  await eventually(async () => {
    const stats = (await (await fetch(`${simulator.url}/simulator/stats`)).json()) as Record<string, number>;
    expect(stats['callbacks_acked']).toBeGreaterThan(0);
    expect(stats['unfaulted_failed']).toBe(0);
  });

  const running = [simulator, ...all];
  for (const service of running) service.stop();
  expect(await Promise.all(running.map(({ ended }) => ended))).toEqual(running.map(() => [0, null]));
});

function get(name: string) {
  const service = services[name];
  if (!service) throw new Error(`docker-compose.yml has no service ${name}`);
  return service;
}

/** Signs for the public address as Twilio does, and sends to the address of the process. */
function sendSigned(ingest: ComposeProcess, fields: Record<string, string>): Promise<Response> {
  const path = '/webhooks/twilio/voice-status';
  const address = `${settings.WEBHOOK_BASE_URL}${path}`;
  const signature = getExpectedTwilioSignature(settings.TWILIO_AUTH_TOKEN, address, fields);
  const headers = { 'X-Twilio-Signature': signature };
  return fetch(`${ingest.url}${path}`, { method: 'POST', headers, body: new URLSearchParams(fields) });
}

/** Sends a request as if from another machine, as every request into a container is. */
async function getFromOutside(api: ComposeProcess, path: string): Promise<unknown> {
  const headers = { 'X-Forwarded-For': '192.0.2.1' };
  expect((await fetch(`${api.url}${path}`, { headers })).status).toBe(401);
  const Authorization = `Basic ${Buffer.from(`admin:${settings.BOARD_PASSWORD}`).toString('base64')}`;
  const response = await fetch(`${api.url}${path}`, { headers: { ...headers, Authorization } });
  return response.json();
}
