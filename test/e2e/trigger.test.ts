import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isInterview, SCENARIOS, type Scenario } from '../../apps/cli/src/trigger/scenarios/index.ts';
import { runCli, type CliRun } from '../support/processes/run-cli.ts';
import { startStack, type Stack } from '../support/processes/stack.ts';

/** Each command loads the processor for a second; those that wait for a tier load nothing. */
const AT_ONCE = 4;

/** Only the calls are fast. The clock is real: worker-dialer, which pauses recordings, has no other. */
const FAST = ['--speed', '60x'];
/** Its `ringing` is quarantined: Trunkline does not know the value. */
const WRONG = ['busy', '--set', 'ringing.CallStatus=paused', ...FAST];

/** It has Twilio's lists scanned, which heals the calls of other scenarios before the tier does that they expect. */
const SCANS = 'missing-all';

const argsOf = (scenario: Scenario): string[] => [
  scenario.name,
  ...(isInterview(scenario) ? [] : FAST),
  ...(scenario.name === 'burst' ? ['--calls', '12'] : []),
];

let stack: Stack;
let key: string;
const runs = new Map<string, Promise<CliRun>>();
beforeAll(async () => {
  stack = await startStack('postgres', {
    api: true,
    apiEnv: { LOCAL_OPERATOR: 'false' },
    dialer: true,
    recording: true,
    transcription: true,
  });
  const database = { DATABASE_URL: stack.databaseUrl };
  await runCli(['users', 'create', 'grace', '--role', 'superadmin'], database);
  key = (await runCli(['keys', 'create', 'grace', '--label', 'a test'], database)).stdout.trim();
  const start = (args: string[]) => {
    const { promise, resolve } = Promise.withResolvers<CliRun>();
    runs.set(args === WRONG ? 'wrong' : args[0]!, promise);
    return async () => resolve(await trigger(args));
  };
  const slowFirst = SCENARIOS.toSorted((one, other) => other.withinSeconds - one.withinSeconds).map(argsOf);
  const alone = start(slowFirst.find(([name]) => name === SCANS)!);
  const due = [WRONG, ...slowFirst.filter(([name]) => name !== SCANS)].map(start);
  const work = async (): Promise<void> => {
    for (let next = due.shift(); next; next = due.shift()) await next();
  };
  void Promise.all(Array.from({ length: AT_ONCE }, work)).then(alone);
});
afterAll(async () => {
  await Promise.all(runs.values());
  await stack?.[Symbol.asyncDispose]();
});

const trigger = (args: readonly string[], env: Record<string, string> = {}): Promise<CliRun> =>
  runCli(['trigger', 'call', ...args, '--simulator', stack.simulator.url], {
    DATABASE_URL: '',
    TRUNKLINE_URL: stack.api!.url,
    TRUNKLINE_KEY: key,
    ...env,
  });

test.each(SCENARIOS.map(({ name }) => name))('%s comes out as its scenario expects', async (name) => {
  const { code, stdout, stderr } = (await runs.get(name))!;
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^(✓ .*\n)+(call|interview|\d+ calls) .*as expected\n$/),
    stderr: expect.stringMatching(/^Next: npx trunkline /m),
  });
});

test('what differs from the expectation is named, and ends with 10', async () => {
  const { code, stdout } = (await runs.get('wrong'))!;
  expect({ code, stdout }).toEqual({
    code: 10,
    stdout: expect.stringMatching(/^✓ state +busy$[^]*^✗ quarantined +expected 0, found 1$[^]*; not as expected\n$/m),
  });
});

test('one seed gives the same call with another SID, and a parameter that no callback has is refused', async () => {
  const play = async () => {
    const { stdout } = await trigger(['outbound-answered', '--seed', '7', '--json']);
    return JSON.parse(stdout) as { calls: { call_sid: string; checks: object[] }[] };
  };
  const [one, other] = [(await play()).calls[0]!, (await play()).calls[0]!];
  expect(one.call_sid).not.toBe(other.call_sid);
  expect(one.checks).toEqual(other.checks);
  expect(await trigger(['busy', '--set', 'Digits=1'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('No callback of busy has Digits.'),
  });
});

test('a dry run plays nothing, and a time limit ends with 124', async () => {
  const before = (await stack.control.calls()).length;
  expect(await trigger(['conference', '--dry-run'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^curl -sX POST http:\S+\/simulator\/calls /),
  });
  expect(await stack.control.calls()).toHaveLength(before);
  expect(await trigger(['no-answer', '--speed', '1x', '--timeout', '2'])).toMatchObject({
    code: 124,
    stdout: '',
    stderr: expect.stringContaining('--timeout'),
  });
});

test('an installation with another account, or with other callbacks, is refused before anything is played', async () => {
  const before = (await stack.control.calls()).length;
  const { startFakeServer } = await import('../support/fake-server.ts');
  const answers = (base: string, account: string) => ({
    '/api/webhook-test': { webhook_base_url: base },
    '/api/twilio/debug': { account_sid: account },
  });
  for (const [base, account, message] of [
    [stack.ingest.url, 'AC12…89ab', 'which the simulator at'],
    ['https://calls.example.com', 'AC12…89ab', 'belong to https://calls.example.com'],
  ] as const) {
    const known: Record<string, object> = answers(base, account);
    await using other = await startFakeServer((request, response) => {
      response.end(JSON.stringify(known[request.url!] ?? {}));
    });
    expect(await trigger(['busy'], { TRUNKLINE_URL: other.url })).toMatchObject({
      code: 6,
      stdout: '',
      stderr: expect.stringContaining(message),
    });
  }
  expect(await stack.control.calls()).toHaveLength(before);
});
