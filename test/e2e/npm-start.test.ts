import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isFree } from '../../apps/local/src/ports.ts';
import { eventually } from '../support/eventually.ts';
import { freePorts, newDataFolder, PORTS, startLauncher } from '../support/processes/launcher.ts';

let dataDir: string;
let ports: Record<string, string>;
beforeAll(async () => {
  dataDir = await newDataFolder();
  ports = await freePorts();
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

/** Starts `npm start` with its own ports and data. */
const start = (more: Record<string, string> = {}) => startLauncher({ ...ports, DATA_DIR: dataDir, ...more });

/** Reads JSON of the API. */
const read = async <T>(path: string): Promise<T> =>
  (await (await fetch(`http://127.0.0.1:${ports['API_PORT']}${path}`)).json()) as T;

/** A figure of the latest summary line; throws with the whole output if there is none. */
function figure(output: string, label: string): number {
  const values = [...output.matchAll(new RegExp(`${label} ([\\d,]+)`, 'g'))];
  const latest = values.at(-1)?.[1];
  if (latest === undefined) throw new Error(`No "${label}" in:\n${output}`);
  return Number(latest.replaceAll(',', ''));
}

const USERS = ['Helen Marsh', 'Leo Brandt', 'Nadia Rahimi', 'Priya Nair', 'Tom Whitfield', 'demo'];
const namesOfUsers = async (): Promise<string[]> =>
  (await read<{ data: { name: string }[] }>('/api/users')).data.map(({ name }) => name).toSorted();

/** Named people on calls, an interview under way, and a siren. */
async function seeDemo(output: string): Promise<void> {
  expect(await namesOfUsers()).toEqual(USERS);
  type Row = { contact: { display_name: string } | null; agent: { name: string } | null; candidate_id: number | null };
  await eventually(
    async () => {
      const { data } = await read<{ data: Row[] }>('/api/floor');
      const names = data.flatMap(({ contact }) => contact?.display_name ?? []);
      expect(names.filter((name) => /^\p{L}+ \p{L}/u.test(name)).length).toBeGreaterThan(names.length / 2);
      expect(names).toContain('Elena Petrova');
      expect(data.map(({ agent }) => agent?.name)).toContain('Leo Brandt');
    },
    { timeoutMs: 60_000 },
  );
  const [flow = ''] = /http\S+\/flow\//.exec(output) ?? [];
  expect(await (await fetch(flow)).json()).toMatchObject({ candidate: { name: 'Maya Lindgren' }, failure: null });
  const siren = { triggered_by_name: 'Nadia Rahimi', alert_type: 'quality_issue' };
  await eventually(
    async () =>
      expect((await read<{ data: object[] }>('/api/sirens')).data).toContainEqual(expect.objectContaining(siren)),
    { timeoutMs: 60_000 },
  );
}

const occupiedPorts = async (): Promise<string[]> => {
  const free = await Promise.all(PORTS.map((name) => isFree(Number(ports[name]))));
  return PORTS.filter((_, index) => !free[index]);
};

test('one command runs everything, Ctrl-C ends every process, and a second start continues with the same data', async () => {
  const first = start();
  await eventually(() => expect(figure(first.output(), 'applied')).toBeGreaterThan(20), { timeoutMs: 120_000 });
  expect(figure(first.output(), 'dead letters')).toBe(0);
  expect(await occupiedPorts()).toEqual(PORTS);
  const { tiers, runs } = await read<{ tiers: object[]; runs: object[] }>('/api/reconciliation');
  const cold = { job_name: 'reconcile_cold', last_error: null };
  expect(tiers).toContainEqual(expect.objectContaining(cold)); // the simulator answered its first scan
  expect(runs.length).toBeGreaterThan(0);
  const [link = ''] = /http\S+\/login\?token=\S+/.exec(first.output()) ?? [];
  expect(await (await fetch(link)).text()).toContain('Log in as demo</button>');
  const click = { method: 'POST', headers: { origin: new URL(link).origin }, redirect: 'manual' } as const;
  expect((await fetch(link, click)).status).toBe(303);
  await seeDemo(first.output());
  first.child.kill('SIGINT');
  expect(await first.exited).toEqual([0, null]);
  expect(first.output()).toMatch(/Stopping\nStopped\n$/);
  expect(await occupiedPorts()).toEqual([]);

  const second = start();
  await eventually(() => expect(figure(second.output(), 'applied')).toBeGreaterThan(0), { timeoutMs: 60_000 });
  const { counts } = await read<{ counts: { completed: number } }>('/api/inbox?limit=1');
  expect(await namesOfUsers()).toEqual(USERS); // none twice
  expect(counts.completed).toBeGreaterThan(figure(first.output(), 'applied'));

  const third = start({ DATA_DIR: `${dataDir}-2` });
  expect((await third.exited)[0]).toBe(1);
  expect(third.output()).toContain(`Trunkline already runs here: open http://127.0.0.1:${ports['API_PORT']}/`);
  expect(third.output()).toContain('PORT_BASE=5000');

  second.child.kill('SIGKILL');
  await second.exited;
  await eventually(async () => expect(await occupiedPorts()).toEqual([]));
});

test('the error names an occupied port and the variable that moves it', async () => {
  const other = (await import('node:http')).createServer();
  await once(other.listen(Number(ports['API_PORT']), '127.0.0.1'), 'listening');
  const refused = start();
  const [code] = await refused.exited;
  other.close();
  expect(code).toBe(1);
  expect(refused.output()).toContain(`Port ${ports['API_PORT']}, needed by api, is in use: set API_PORT`);
});

test('in production every setting that is missing is named before anything is started', async () => {
  const refused = start({ NODE_ENV: 'production' });
  expect(await refused.exited).toEqual([3, null]);
  for (const name of ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'WEBHOOK_BASE_URL', 'SIGNED_URL_SECRET'])
    expect(refused.output()).toContain(`  ${name} is needed in production: `);
  expect(refused.output()).not.toContain('Starting');
});

test('a mistake that only one app can find ends the start as well, and nothing is left running', async () => {
  const refused = start({ BOARD_USER: 'a:b' });
  expect(await refused.exited).toEqual([3, null]);
  expect(refused.output()).toMatch(/^The settings are not complete:\n {2}BOARD_USER .*\(api\)$/m);
  expect(refused.output()).toMatch(/Stopped\n$/);
  expect(await occupiedPorts()).toEqual([]);
});

test.each([
  ['postgresql://nobody@127.0.0.1:1/x', 'PostgreSQL at 127.0.0.1:1 does not answer (connect ECONNREFUSED'],
  ['postgresql://nobody@trunkline.invalid/x', 'PostgreSQL at trunkline.invalid does not answer'],
])('a DATABASE_URL without a server (%s) is one sentence', async (url, sentence) => {
  const refused = start({ DATABASE_URL: url });
  expect(await refused.exited).toEqual([1, null]);
  expect(refused.output()).toContain(sentence);
  expect(refused.output()).not.toContain('prisma');
});
