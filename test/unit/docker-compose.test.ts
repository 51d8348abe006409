import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { BlockList } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { loginOf, passwordVariableOf } from '@trunkline/access';
import { readEnv } from '@trunkline/service';
import { APPS, variableOf } from '../../apps/local/src/apps.ts';
import { CHECKOUT } from '../../apps/local/src/checkout.ts';
import { appEnvs, DEMO_ONLY, TEST_ONLY } from '../support/processes/app-envs.ts';
import { listComposeVariables, readComposeFile, type ComposeService } from '../support/compose/compose-file.ts';
import { composeSchemaErrors } from '../support/compose/compose-schema.ts';
import { composeSettings } from '../support/compose/compose-settings.ts';

const variables = listComposeVariables();
const settable = variables.map(({ name }) => name);
const needed = Object.fromEntries(variables.filter(({ isRequired }) => isRequired).map(({ name }) => [name, 'abc']));
const settings = {
  ...needed,
  WEBHOOK_BASE_URL: 'https://calls.example.com',
  SIGNED_URL_SECRET: 's'.repeat(32),
  BOARD_PASSWORD: 'p'.repeat(16),
  API_DATABASE_PASSWORD: 'p'.repeat(16),
};
const file = readComposeFile(settings);
const ours = Object.entries(file.services).filter(([, { build }]) => build);
const apps = Object.entries(appEnvs);
/** Apps that are no service of ours in production: launcher, command line, the pretended Twilio, and the page that api serves. */
const TOOLS = ['local', 'cli', 'twilio-simulator', 'console'];

/** Variables that the compose file sets itself; .env can set all others. */
const FIXED = [
  'NODE_ENV',
  'HOST',
  'PORT',
  'DATABASE_URL',
  'REDIS_URL',
  'SPOOL_DIR',
  'RECORDINGS_DIR',
  'TWILIO_SIGNATURE_CHECK',
];

test('every folder of apps/ but the tools is in the list of apps', () => {
  const folders = readdirSync(join(CHECKOUT, 'apps')).filter((name) => !TOOLS.includes(name));
  expect(APPS.map(({ name }) => name).toSorted()).toEqual(folders.toSorted());
});

test('every app of the list is a service under its own name, as are the simulator and the migration', () => {
  const names = [...APPS.map(({ name }) => name), 'twilio-simulator', 'migrate', 'cli'];
  expect(ours.map(([name]) => name).toSorted()).toEqual(names.toSorted());
});

test.each(APPS)('$name listens on the port of the list, by default and in its container', ({ name, port }) => {
  expect(file.services[name]?.environment['PORT']).toBe(port);
  expect(appEnvs[name]!.shape['PORT'].parse(undefined)).toBe(port);
});

test('the file is valid by the compose schema', () => {
  expect(composeSchemaErrors(file)).toEqual([]);
});

test('the schema check reports a wrong key, a wrong duration and a wrong port', () => {
  const wrong = { ...file.services['ingest'], replicas: 2, stop_grace_period: 'soon', ports: ['http'] };
  const paths = composeSchemaErrors({ services: { ingest: wrong } }).map(({ instancePath }) => instancePath);
  expect(paths).toEqual(
    expect.arrayContaining(['', '/stop_grace_period', '/ports/0'].map((end) => `/services/ingest${end}`)),
  );
});

test.each(Object.keys(needed))('compose refuses to start without %s', (name) => {
  expect(() => readComposeFile({ ...settings, [name]: '' })).toThrow(`required variable ${name} is missing a value`);
});

test.each(ours)('the command of %s names files that exist', (_, { entrypoint = [], command }) => {
  const paths = [...entrypoint, ...command].filter((part) => !part.startsWith('-') && part.includes('/'));
  expect(paths.length).toBeGreaterThan(0);
  expect(paths.filter((path) => !existsSync(join(CHECKOUT, path)))).toEqual([]);
});

test.each(apps)('%s can read its environment, which is a production one', (name, schema) => {
  const { environment } = file.services[name]!;
  const env = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, `${value}`]));
  expect(readEnv(schema, env)).toMatchObject({ NODE_ENV: 'production', HOST: '0.0.0.0' });
});

test.each(apps)(
  '%s gets every variable it reads and no other, and .env can set all but the fixed ones',
  (name, schema) => {
    const given = Object.keys(file.services[name]!.environment);
    const known = Object.keys(schema.shape).filter((variable) => ![...TEST_ONLY, ...DEMO_ONLY].includes(variable));
    expect(given.toSorted()).toEqual(known.toSorted());
    expect(given.filter((variable) => !FIXED.includes(variable) && !settable.includes(variable))).toEqual([]);
  },
);

test('every variable is passed to an app or described as a setting of the compose file', () => {
  const known = new Set([...apps.flatMap(([, { shape }]) => Object.keys(shape)), ...Object.keys(composeSettings)]);
  expect(settable.filter((name) => !known.has(name))).toEqual([]);
  expect(Object.keys(composeSettings).filter((name) => !settable.includes(name))).toEqual([]);
});

test.each(apps)(
  '%s is checked for health, restarted, given time to close, and runs in as many copies as wanted',
  (name) => {
    const service = readComposeFile({ ...settings, [variableOf(name, 'REPLICAS')]: '3' }).services[name];
    expect(service).toMatchObject({ restart: 'unless-stopped', stop_grace_period: '30s', deploy: { replicas: 3 } });
    expect(service?.healthcheck?.test.join(' ')).toContain('/health');
  },
);

test.each(ours)('%s depends only on services that exist and have a health check', (_, { depends_on = {} }) => {
  const isCheckable = (name: string) => Boolean(file.services[name]?.healthcheck);
  const healthy = Object.keys(depends_on).filter((name) => depends_on[name]?.condition === 'service_healthy');
  expect(Object.keys(file.services)).toEqual(expect.arrayContaining(Object.keys(depends_on)));
  expect(healthy.filter((name) => !isCheckable(name))).toEqual([]);
});

test('durable data is on named volumes, and Redis neither loses nor evicts jobs', () => {
  expect(file.services['postgres']?.volumes).toEqual(['postgres:/var/lib/postgresql']);
  expect(file.services['ingest']?.volumes).toEqual([`spool:${file.services['ingest']?.environment['SPOOL_DIR']}`]);
  for (const name of ['worker-recording', 'api'])
    expect(file.services[name]?.volumes).toEqual([`recordings:${file.services[name]?.environment['RECORDINGS_DIR']}`]);
  expect(file.services['redis']?.volumes).toEqual(['redis:/data']);
  expect(file.services['redis']?.command.join(' ')).toContain(
    '--appendonly yes --maxmemory 1gb --maxmemory-policy noeviction --requirepass abc',
  );
  expect(file.services['caddy']?.volumes).toContain('caddy:/data'); // certificates, whose number per week is limited
  expect(Object.keys(file.volumes).toSorted()).toEqual(['caddy', 'postgres', 'recordings', 'redis', 'spool']);
});

test('every service has a limit of memory, no capability but the one that Caddy needs, and no way to new privileges', () => {
  for (const service of Object.values(file.services))
    expect(service).toMatchObject({
      mem_limit: expect.stringMatching(/^\d+[mg]$/),
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  const images = Object.entries(file.services).filter(([, { build }]) => !build);
  expect(images.map(([name, { user, cap_add }]) => [name, user ?? cap_add])).toEqual([
    ['caddy', ['NET_BIND_SERVICE']],
    ['postgres', 'postgres'],
    ['redis', 'redis'],
  ]);
  expect(Object.values(file.services).filter(({ cap_add }) => cap_add)).toHaveLength(1);
});

test.each(APPS)('$name logs in to Postgres and Redis by passwords, as itself', ({ name }) => {
  const { DATABASE_URL, REDIS_URL } = readComposeFile({ ...settings, [passwordVariableOf(name)]: 'its-own' }).services[
    name
  ]!.environment;
  expect(DATABASE_URL).toBe(`postgresql://${loginOf(name)}:its-own@postgres:5432/trunkline`);
  expect(REDIS_URL).toBe('redis://:abc@redis:6379');
  expect(file.services['migrate']?.environment[passwordVariableOf(name)]).toBe(
    settings[passwordVariableOf(name) as 'API_DATABASE_PASSWORD'],
  );
});

test('each database is in a network of its own, without a way out, with the apps alone', () => {
  expect(file.networks).toMatchObject({ postgres: { internal: true }, redis: { internal: true } });
  const names = APPS.map(({ name }) => name as string);
  expect(of('postgres').toSorted()).toEqual([...names, 'postgres', 'migrate', 'cli'].toSorted());
  expect(of('redis').toSorted()).toEqual([...names, 'redis'].toSorted());
  expect(of('default').toSorted()).toEqual([...names, 'twilio-simulator', 'cli'].toSorted());
});

/** The services in a network. */
function of(network: string): string[] {
  const isIn = ({ networks = ['default'] }: ComposeService) =>
    Array.isArray(networks) ? networks.includes(network) : network in networks;
  return Object.keys(file.services).filter((name) => isIn(file.services[name]!));
}

test('with DOMAIN, api is at that name for people and trusts the address of Caddy, which no other container gets', () => {
  const { services, networks } = readComposeFile({ ...settings, DOMAIN: 'calls.example.com' });
  const { ipv4_address: address } = (services['caddy']!.networks as { proxy: { ipv4_address: string } }).proxy;
  for (const name of ['ingest', 'api']) expect(services[name]?.environment['TRUSTED_PROXIES']).toBe(address);
  for (const name of ['api', 'cli'])
    expect(services[name]?.environment['API_BASE_URL']).toBe('https://calls.example.com');
  const [pool] = networks['proxy']!.ipam!.config;
  expect([isWithin(address, pool!.subnet), isWithin(address, pool!.ip_range)]).toEqual([true, false]);
  expect(of('proxy').toSorted()).toEqual(['api', 'caddy', 'ingest']);
});

test('without DOMAIN no proxy is trusted, and what is set by hand counts more than what follows from DOMAIN', () => {
  expect(file.services['api']?.environment).toMatchObject({ TRUSTED_PROXIES: '', API_BASE_URL: '' });
  const own = { TRUSTED_PROXIES: '10.0.0.5', API_BASE_URL: 'https://people.example.com' };
  const { services } = readComposeFile({ ...settings, DOMAIN: 'calls.example.com', ...own });
  expect(services['api']?.environment).toMatchObject(own);
});

function isWithin(address: string, network: string): boolean {
  const [net = '', prefix] = network.split('/');
  const list = new BlockList();
  list.addSubnet(net, Number(prefix));
  return list.check(address);
}

test.each([
  ['DOMAIN is not set', {}],
  ['Twilio calls another name', { DOMAIN: 'other.example.com' }],
  ['DOMAIN is a URL', { DOMAIN: 'https://calls.example.com' }],
  ['people use another name', { DOMAIN: 'calls.example.com', API_BASE_URL: 'https://people.example.com' }],
])('Caddy does not start where %s, and says what to set', (_what, more) => {
  const { command, environment } = readComposeFile({ ...settings, ...more }).services['caddy']!;
  const [shell = '', ...args] = command;
  const env = { ...environment, PATH: '/nowhere' } as NodeJS.ProcessEnv;
  const { status, stderr } = spawnSync(`/bin/${shell}`, args, { env, encoding: 'utf8' });
  expect(stderr).toContain('Set DOMAIN in .env to a name such as calls.example.com');
  expect(status).toBe(3);
});

test('only Caddy is published to all addresses, with the ports of HTTP and HTTPS', () => {
  const published = Object.entries(file.services).flatMap(([name, { ports = [] }]) =>
    ports.filter((port) => !port.startsWith('127.0.0.1:')).map((port) => `${name} ${port}`),
  );
  expect(published).toEqual(['caddy 80:80', 'caddy 443:443']);
});

test('the databases publish no port, and no service is privileged', () => {
  expect(['postgres', 'redis'].filter((name) => file.services[name]?.ports)).toEqual([]);
  for (const [, service] of [...ours, ['caddy', file.services['caddy']] as const])
    expect(service).toMatchObject({ read_only: true });
  expect(Object.values(file.services).filter(({ privileged }) => privileged)).toEqual([]);
});
