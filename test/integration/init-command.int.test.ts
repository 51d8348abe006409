import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { startSimulator, type AppProcess } from '../support/processes/processes.ts';
import { runCli } from '../support/processes/run-cli.ts';

const TWILIO_ACCOUNT_SID = `AC${'7'.repeat(32)}`;
const TWILIO_AUTH_TOKEN = '7'.repeat(32);
const ACCOUNT = ['--account-sid', TWILIO_ACCOUNT_SID, '--auth-token-stdin'];

let twilio: AppProcess;
let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trunkline-init-'));
  file = join(folder, 'env');
  const env = { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN };
  twilio = await startSimulator(['--target', 'http://127.0.0.1:9'], { env });
});
afterAll(async () => {
  await twilio?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const init = (args: readonly string[], token = TWILIO_AUTH_TOKEN) =>
  runCli(['init', '--file', file, ...args], { TWILIO_API_URL: twilio.url }, (child) => child.stdin!.end(`${token}\n`));

test('the settings of an account are written once Twilio accepts them, and other lines stay', async () => {
  await writeFile(file, '# mine\nLOG_LEVEL=debug\nWEBHOOK_BASE_URL=https://old.example\n');
  const run = await init([...ACCOUNT, '--tunnel', 'cloudflared', '--number', '+16175006181']);
  expect(run).toEqual({
    code: 0,
    stdout: '',
    stderr: expect.stringMatching(
      /^Account Simulated account, active, with 1 number\n\S+env is written\. Next: npm start, then call \+16175006181\n$/,
    ),
  });
  const text = await readFile(file, 'utf8');
  expect(text).toMatch(/^# mine\nLOG_LEVEL=debug\n/);
  expect(parseEnv(text)).toEqual({
    LOG_LEVEL: 'debug',
    TWILIO_ACCOUNT_SID,
    TWILIO_AUTH_TOKEN,
    TUNNEL: 'cloudflared',
    CONNECT: '+16175006181',
    OWNED_PHONE_NUMBERS: '+16175006181',
    DATA_DIR: '.data/live',
  });
  expect((await stat(file)).mode & 0o777).toBe(0o600); // it has the token

  expect(await init([...ACCOUNT, '--public-url', 'https://calls.example.com/'])).toMatchObject({ code: 0 });
  const { TUNNEL, CONNECT, WEBHOOK_BASE_URL } = parseEnv(await readFile(file, 'utf8'));
  expect({ TUNNEL, CONNECT, WEBHOOK_BASE_URL }).toEqual({ WEBHOOK_BASE_URL: 'https://calls.example.com' });
});

test.each([
  [['--tunnel', 'ngrok'], 2, 'Give --account-sid'],
  [['--account-sid', 'AC12', '--auth-token-stdin'], 2, 'An account SID is AC and 32 hexadecimal digits.'],
  [[...ACCOUNT], 2, 'Give --tunnel or --public-url'],
  [[...ACCOUNT, '--tunnel', 'smoke'], 2, '--tunnel is cloudflared or ngrok'],
  [[...ACCOUNT, '--public-url', 'https://calls.example.com/voice'], 2, 'Give the origin alone, without a path.'],
  [[...ACCOUNT, '--tunnel', 'ngrok', '--number', '+16175550100'], 5, 'The account has no number +16175550100.'],
])('init %j writes nothing and ends with %d', async (args, code, sentence) => {
  await writeFile(file, 'A=1\n');
  const run = await init(args);
  expect(run).toMatchObject({ code, stderr: expect.stringContaining(sentence) });
  expect(await readFile(file, 'utf8')).toBe('A=1\n');
});

test('a token that Twilio refuses is told as that, and one without Twilio as that', async () => {
  const args = [...ACCOUNT, '--tunnel', 'ngrok'];
  expect(await init(args, 'wrong')).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('Twilio refuses this SID with this token.'),
  });
  const away = await runCli(['init', '--file', file, ...args], { TWILIO_API_URL: 'http://127.0.0.1:9' }, (child) =>
    child.stdin!.end('x'),
  );
  expect(away).toMatchObject({ code: 8, stderr: expect.stringContaining('Twilio could not be asked') });
});
