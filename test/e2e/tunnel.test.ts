import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../support/eventually.ts';
import { freePorts, newDataFolder, startLauncher } from '../support/processes/launcher.ts';
import { startSimulator, type AppProcess } from '../support/processes/processes.ts';
import { pathWithCloudflared } from '../support/tunnel/path-with-cloudflared.ts';
import { controlSimulator, type SimulatorControl } from '../support/twilio/simulator-control.ts';

const ACCOUNT = { TWILIO_ACCOUNT_SID: `AC${'7'.repeat(32)}`, TWILIO_AUTH_TOKEN: '7'.repeat(32) };
const NUMBER = '+16175006181';
const FORMER = 'https://demo.twilio.com/welcome/voice/';

let dataDir: string;
let ports: Record<string, string>;
let twilio: AppProcess;
let control: SimulatorControl;
beforeAll(async () => {
  dataDir = await newDataFolder();
  ports = await freePorts();
  twilio = await startSimulator(['--target', 'http://127.0.0.1:9', '--call-speed', '20'], { env: ACCOUNT });
  control = controlSimulator(twilio.url);
  await control.send('PUT', 'account', { numbers: [{ voice_url: FORMER }] });
});
afterAll(async () => {
  await twilio?.[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
});

const voiceUrl = async (): Promise<string> =>
  (await control.send<{ numbers: { voice_url: string }[] }>('GET', 'account')).numbers[0]!.voice_url;

/** Lets someone call the number, and resolves once the call is known to have ended. */
async function call(): Promise<void> {
  const { sid } = await control.send<{ sid: string }>('POST', 'calls', { from: '+15085140320', stay_seconds: 5 });
  await eventually(
    async () => {
      const answer = await fetch(`http://127.0.0.1:${ports['API_PORT']}/api/calls/${sid}`);
      expect(await answer.json()).toMatchObject({ status: 'completed' });
    },
    { timeoutMs: 30_000 },
  );
}

test('a number is connected through a tunnel, follows its new address, and gets back what it had', async () => {
  const real = { ...ACCOUNT, TWILIO_API_URL: twilio.url, TWILIO_SIGNATURE_CHECK: 'enforce', WEBHOOK_BASE_URL: '' };
  const env = { ...ports, ...real, DATA_DIR: dataDir, PATH: await pathWithCloudflared() };
  await using running = startLauncher(env, ['--tunnel', 'cloudflared', '--connect', NUMBER]);
  const addresses = () => [...running.output().matchAll(/is connected: its calls come to (\S+)/g)].map(([, at]) => at!);
  await eventually(() => expect([running.output(), addresses()]).toEqual([running.output(), [expect.any(String)]]), {
    timeoutMs: 120_000,
  });
  expect(await voiceUrl()).toBe(`${addresses()[0]}/webhooks/twilio/voice-inbound#rc=5&rp=all`);
  await call();

  const log = await readFile(join(dataDir, 'logs', 'cloudflared.log'), 'utf8');
  process.kill(Number(/ pid=(\d+)/.exec(log)![1]), 'SIGKILL');
  await eventually(() => expect(addresses()).toHaveLength(2), { timeoutMs: 60_000 });
  expect(running.output()).toMatch(/cloudflared ended \(SIGKILL: .*; starting it again in 0\.5 s/);
  expect(running.output()).toContain(`The tunnel has another address: ${addresses()[1]}`);
  expect(await voiceUrl()).toBe(`${addresses()[1]}/webhooks/twilio/voice-inbound#rc=5&rp=all`);
  await call();

  running.child.kill('SIGINT');
  expect(await running.exited).toEqual([0, null]);
  expect(running.output()).toMatch(/Stopping\n\+16175006181 has again what it had before\nStopped\n$/);
  expect(await voiceUrl()).toBe(FORMER);
});

test.each([
  [{ PATH: '/nowhere' }, ['--tunnel', 'cloudflared'], 1, 'cloudflared is not installed. Install it'],
  [{ PATH: '/nowhere' }, ['--tunnel', 'ngrok'], 1, 'ngrok is not installed. Install it'],
  [{}, ['--tunnel', 'smoke'], 3, 'TUNNEL must be cloudflared, ngrok or a URL'],
  [{}, ['--connect', NUMBER], 3, 'CONNECT needs a public address: set TUNNEL or WEBHOOK_BASE_URL'],
  [{ TWILIO_ACCOUNT_SID: '', TWILIO_AUTH_TOKEN: '' }, ['--tunnel', 'ngrok'], 3, 'TUNNEL is for a real account'],
  [{}, ['--demo', '--tunnel', 'ngrok'], 2, 'A demo is played by the simulated Twilio'],
  [{}, ['--tunel', 'ngrok'], 2, "Unknown option '--tunel'. List the options and settings: npm start -- --help"],
])('with %j, npm start -- %j ends with %d before anything is started', async (more, args, code, sentence) => {
  await using refused = startLauncher({ ...ports, ...ACCOUNT, WEBHOOK_BASE_URL: '', DATA_DIR: dataDir, ...more }, args);
  expect(await refused.exited).toEqual([code, null]);
  expect(refused.output()).toContain(sentence);
  expect(refused.output()).not.toContain('Starting');
});
