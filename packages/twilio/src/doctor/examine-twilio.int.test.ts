import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { accountPlants, goodAccount, harmless, OWNED, SIP_DOMAIN } from '../../../../test/proofs/doctor/plants.ts';
import { ACCOUNT } from '../../../../test/support/processes/stack.ts';
import { startSimulator, type AppProcess } from '../../../../test/support/processes/processes.ts';
import { documentedQueries } from '../../../../test/support/twilio/open-api/judge.ts';
import { controlSimulator, type SimulatorControl } from '../../../../test/support/twilio/simulator-control.ts';
import { openTwilio } from '../rest/index.ts';
import { examineTwilio, type ExamineOptions } from './examine-twilio.ts';
import { openTwilioConfiguration } from '../configuration/index.ts';

const ORIGIN = 'https://calls.example.com';

let simulator: AppProcess;
let control: SimulatorControl;
beforeAll(async () => {
  simulator = await startSimulator([], { env: ACCOUNT });
  control = controlSimulator(simulator.url);
});
afterAll(async () => simulator[Symbol.asyncDispose]());

const EXPECTED = {
  origin: new URL(ORIGIN),
  ownedNumbers: new Set([OWNED]),
  sipDomain: SIP_DOMAIN,
  authTokens: [ACCOUNT.TWILIO_AUTH_TOKEN],
};

/** The kinds of what is found in this account, each with its check. */
async function examine(configured: object, options: Partial<ExamineOptions> = {}, credentials: object = {}) {
  await control.send('PUT', 'account', { ...goodAccount(ORIGIN), ...configured });
  using twilio = openTwilio(
    { ...ACCOUNT, TWILIO_API_URL: simulator.url, TWILIO_MAX_IN_FLIGHT: 10, ...credentials },
    { pace: { attempts: 2, repeatWithinMs: 2000 } },
  );
  return await examineTwilio(openTwilioConfiguration(ACCOUNT.TWILIO_ACCOUNT_SID, twilio.client), {
    ...EXPECTED,
    ...options,
  });
}
const kindsOf = (checks: Awaited<ReturnType<typeof examine>>) =>
  checks.flatMap(({ findings }) => findings.map(({ kind }) => kind));

test.each(harmless(ORIGIN))('nothing is found wrong with $what', async ({ configured }) => {
  const checks = await examine(configured);
  expect(checks.map(({ name, state, findings }) => [name, state, findings])).toEqual(
    ['twilio-account', 'clock', 'numbers', 'applications', 'sip-domains', 'alerts'].map((name) => [name, 'ok', []]),
  );
});

test.each(accountPlants(ORIGIN))('$kind is found, and nothing else ($what)', async ({ kind, configured }) => {
  const checks = await examine(configured);
  expect(kindsOf(checks)).toEqual([kind]);
  for (const { sentence, fix } of checks.flatMap(({ findings }) => findings)) {
    expect(sentence).toMatch(/^[A-Z].*\.$/s);
    expect(fix).toMatch(/^(?:[A-Z].*|npx trunkline .*)$/);
  }
});

test('every request and its parameters are in Twilio’s OpenAPI documents', async () => {
  await examine({});
  type Asked = { requests: { method: string; target: string }[] };
  const { requests } = await control.send<Asked>('GET', 'rest-requests?limit=1000');
  for (const { method, target } of requests) {
    const { pathname, searchParams } = new URL(target, 'http://twilio');
    const path = pathname.replace(/^\/2010-04-01\/Accounts\/\w+\/?|^\/v1\/|\.json$/g, '');
    expect([method, path, [...searchParams.keys()].filter((name) => !documentedQueries[path]?.includes(name))]).toEqual(
      ['GET', path, []],
    );
  }
});

test('without numbers of our own one must lead here', async () => {
  const ownedNumbers = new Set<string>();
  expect(kindsOf(await examine({}, { ownedNumbers }))).toEqual([]);
  expect(kindsOf(await examine({ numbers: [{ voice_url: 'https://other.example.com' }] }, { ownedNumbers }))).toEqual([
    'no-number',
  ]);
});

test.each([
  [6000, 'clock-ahead', 'warning'],
  [-6000, 'clock-behind', 'warning'],
  [120_000, 'clock-ahead', 'failure'],
  [-120_000, 'clock-behind', 'failure'],
] as const)('a clock that is %i ms off is found', async (offMs, kind, state) => {
  const checks = await examine({}, { now: () => Date.now() + offMs });
  expect(kindsOf(checks)).toEqual([kind]);
  expect(checks.find(({ name }) => name === 'clock')).toMatchObject({ state });
});

test.each([
  ['credentials-refused', { TWILIO_AUTH_TOKEN: 'f'.repeat(32) }, {}],
  ['credentials-refused-in-region', { TWILIO_AUTH_TOKEN: 'f'.repeat(32), TWILIO_REGION: 'ie1' }, { region: 'ie1' }],
  ['rest-unreachable', { TWILIO_API_URL: 'http://127.0.0.1:9' }, {}],
] as const)('%s is found, and what could not be asked is unknown', async (kind, credentials, options) => {
  const checks = await examine({}, options, credentials);
  expect(kindsOf(checks)).toEqual([kind]);
  expect(checks.slice(1).map(({ state }) => state)).toEqual(Array(5).fill('unknown'));
});

test.each([
  ['rest-failing', { serverError: 1 }],
  ['rest-too-many', { tooMany: 1 }],
])('%s is found', async (kind, faults) => {
  await control.send('PUT', 'rest-faults', faults);
  try {
    expect(kindsOf(await examine({}))).toEqual([kind]);
  } finally {
    await control.send('PUT', 'rest-faults', { serverError: 0, tooMany: 0 });
  }
});
