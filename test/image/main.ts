/**
 * `npm run image:test`: makes the images of the Dockerfile, runs the migration and every app from them as
 * `docker-compose.yml` says, on a real PostgreSQL and Redis, and waits for 200 of each /health. `-- --by npm` follows the
 * Dockerfile in empty folders also where buildah could build. The last line is JSON.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { APPS } from '../../apps/local/src/apps.ts';
import { startPostgres } from '../../apps/local/src/postgres/start-postgres.ts';
import { listComposeVariables, readComposeFile } from '../support/compose/compose-file.ts';
import { runToEnd, startService, type Places } from '../support/processes/compose-process.ts';
import '../support/processes/end-with-parent.ts';
import { freePort } from '../support/processes/free-port.ts';
import { startRedis } from '../support/queue/redis.ts';
import { openImages } from './open-images.ts';

const { values } = parseArgs({ options: { by: { type: 'string' } } });
const startedAt = performance.now();
const say = (line: string): void => console.log(`${Math.round((performance.now() - startedAt) / 1000)} s  ${line}`);

/** Every variable that compose requires; the public address is the only one with a form. */
const required = listComposeVariables().filter(({ isRequired }) => isRequired);
const secrets = Object.fromEntries(required.map(({ name }) => [name, randomBytes(16).toString('hex')]));
const settings: Record<string, string> = { ...secrets, WEBHOOK_BASE_URL: 'https://calls.example.com' };
const { services } = readComposeFile(settings);

await using opened = new AsyncDisposableStack();
const images = opened.use(await openImages(say, values.by));
const places: Places = { '/var/lib/trunkline': images.volumes };

say('Starting PostgreSQL and Redis');
const postgres = opened.use(await startPostgres({ port: await freePort() }));
const redis = opened.use(await startRedis());
Object.assign(places, { 'postgres:5432': new URL(postgres.url).host, 'redis:6379': new URL(redis.url).host });
await createOwner(postgres.url);

const migration = await runToEnd(getService('migrate'), places, launcherOf('migrate'));
if (migration.code !== 0) throw new Error(`The migration ended with ${String(migration.code)}:\n${migration.output}`);
say('Migrated');

const names = [...APPS.map(({ name }) => name), 'twilio-simulator'];
for (const name of names) {
  const service = opened.use(await startService(name, getService(name), places, launcherOf(name)));
  await service.untilHealthy();
  say(`${name} is healthy`);
}
await opened.disposeAsync();
const seconds = Math.round((performance.now() - startedAt) / 1000);
console.log(JSON.stringify({ by: images.by, apps: names.length, migrated: true, sizes: images.sizes, seconds }));

function getService(name: string) {
  const service = services[name];
  if (!service) throw new Error(`docker-compose.yml has no service ${name}`);
  return service;
}

/** The command of a service runs in the image that it is built from. */
function launcherOf(name: string) {
  return images.launcherOf(getService(name).build?.target ?? '');
}

/** Creates what the image of Postgres creates for POSTGRES_USER and POSTGRES_DB. */
async function createOwner(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`create role trunkline superuser login password '${settings['POSTGRES_PASSWORD']}'`);
  await admin.query('create database trunkline owner trunkline');
  await admin.end();
}
