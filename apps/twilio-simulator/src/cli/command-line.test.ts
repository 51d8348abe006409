import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { bridge, startReceiver } from '../../test/receiver.ts';
import { demoAccount } from '../account.ts';
import { readCommandLine, UsageError } from './command-line.ts';

test('the default command plays calls against a receiver on this machine', () => {
  const { command, settings, load, port } = readCommandLine(['--calls', '10', '--drop', '0.05', '--scenario', 'busy']);
  expect({ command, port }).toEqual({ command: 'run', port: undefined });
  expect(settings).toMatchObject({
    target: 'http://127.0.0.1:4000',
    publicUrl: 'http://127.0.0.1:4000',
    overrides: '#rc=5&rp=all',
  });
  expect(load).toMatchObject({ calls: 10, scenarios: ['busy'], faults: { drop: 0.05, duplicate: 0 } });
});

test('addresses are normalized like URLs', () => {
  const { settings } = readCommandLine([
    '--target',
    'http://127.0.0.1:80/',
    '--public-url',
    'https://Calls.Example.com:443/base/',
  ]);
  expect(settings).toMatchObject({ target: 'http://127.0.0.1', publicUrl: 'https://calls.example.com/base' });
});

test('serve plays no calls unless a load is given', () => {
  expect(readCommandLine(['serve'])).toMatchObject({ command: 'serve', port: 4010 });
  expect(readCommandLine(['serve']).load).toBeUndefined();
  expect(readCommandLine(['serve', '--rate', '20', '--calls', '0']).load).toMatchObject({ rate: 20, calls: 0 });
});

test('options configure the clock and the REST API', () => {
  const clock = '--clock-start 2026-11-21T12:00:00Z --clock-speed 60';
  const rest = '--rest-429 0.3 --rest-revoked --rest-latency 20 --rest-lag 15 --events twiml';
  const { settings } = readCommandLine(`serve ${clock} ${rest}`.split(' '));
  expect(settings.clock?.at(Date.parse('2026-11-21T12:00:10Z'))).toBe(Date.parse('2026-11-21T12:10:00Z'));
  expect(settings.restFaults).toEqual({ tooMany: 0.3, revoked: true, latencyMs: 20 });
  expect(settings.restSettings).toEqual({ lag: 15, events: 'twiml' });
});

test('the people of a load are the lines of a file', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'callers-')), 'callers.txt');
  await writeFile(file, '+15085550101\n\nsip:nora@example.sip.twilio.com\n');
  expect(readCommandLine(['--callers', file]).load?.callers).toEqual([
    '+15085550101',
    'sip:nora@example.sip.twilio.com',
  ]);
  await writeFile(file, '+15085550101\nNora\n');
  const refused = (path: string) => () => readCommandLine(['--callers', path]);
  expect(refused(file)).toThrow('error: callers must be phone numbers and SIP addresses, not "Nora"');
  expect(refused(`${file}s`)).toThrow(/^error: callers must be a readable file: ENOENT/);
  await writeFile(file, '');
  expect(refused(file)).toThrow('error: callers must have at least one phone number');
});

test('scripted calls have the faults and the seed of a load', () => {
  const { settings } = readCommandLine(
    'serve --cps 50 --call-speed 9 --seed 4 --duplicate 0.1 --talk-seconds 8 --ai-gullible'.split(' '),
  );
  expect(settings.callSettings).toEqual({ cps: 50, speed: 9, talkSeconds: 8, seed: 4, duplicate: 0.1 });
  expect(settings.aiFaults).toEqual({ gullible: true });
});

test.each([
  [['--cps', '0'], 'cps must be a number from 0.01 to 100000, not "0"'],
  [['--rest-429', '2'], 'rest-429 must be a number from 0 to 1, not "2"'],
  [['--events', 'some'], 'events must be one of all, twiml, not "some"'],
  [['--clock-speed', '60'], 'clock-start must be a time such as 2026-11-21T12:00:00Z, as clock-speed is not 1'],
  [['--api-key', 'AC1'], 'api-key must be SK and 32 hexadecimal digits'],
  [['--drop', '1.5'], 'drop must be a number from 0 to 1, not "1.5"'],
  [['--calls', 'many'], 'calls must be a number from 0 to 1000000000, not "many"'],
  [['--target', 'localhost:4000'], 'target must be an address such as http://127.0.0.1:4000, not "localhost:4000"'],
  [['--overrides', 'rc=5'], "overrides must start with '#', such as '#rc=5&rp=all'"],
  [['serve', '--port', '99999'], 'port must be a number from 0 to 65535, not "99999"'],
  [['--account-sid', 'nobody'], 'account-sid must be AC and 32 hexadecimal digits'],
])('%j is refused with the reason', (argv, message) => {
  expect(() => readCommandLine(argv)).toThrow(new UsageError(`error: ${message}`, 2));
});

/** Runs the program as a user does, with an empty environment. */
const run = (...argv: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const main = `${import.meta.dirname}/../main.ts`;
    execFile(process.execPath, [main, ...argv], { env: {} }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

test('the exit code shows whether all callbacks were acknowledged', async () => {
  await using good = await startReceiver(bridge);
  await using bad = await startReceiver(() => 500);
  const load = ['--calls', '5', '--rate', '1000', '--speed', '100000', '--seed', '7'];
  const [success, failure, mistake] = await Promise.all([
    run('--target', good.url, '--json', ...load),
    run('--target', bad.url, '--overrides', '', ...load),
    run('--scenario', 'unheard-of'),
  ]);
  expect(success.code).toBe(0);
  expect(JSON.parse(success.stdout)).toMatchObject({ ok: true, seed: 7, calls: 5, callbacks_failed: 0 });
  expect(failure.code).toBe(1);
  expect(failure.stdout).toContain('Is a receiver running there (--target)');
  expect(mistake).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('scenario must be one of answered, busy,'),
  });
  expect(good.received[0]?.params['AccountSid']).toBe(demoAccount.sid);
});
