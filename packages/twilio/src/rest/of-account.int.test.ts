import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startFakeServer, type FakeServer } from '../../../../test/support/fake-server.ts';
import { openTwilio, type TwilioRest } from './open-twilio.ts';
import { TwilioCredentialsError } from './rest-errors.ts';
import type { TwilioRestConfig } from './twilio-rest-env.ts';

const [OWN, SUB, WITHOUT_TOKEN, FOREIGN] = ['1', '2', '3', '4'].map((digit) => `AC${digit.repeat(32)}`) as [
  string,
  string,
  string,
  string,
];
const CALL = `CA${'5'.repeat(32)}`;
let server: FakeServer;
let status = 404;
const requests: string[] = [];

beforeAll(async () => {
  server = await startFakeServer((request, response) => {
    const [, basic = ''] = (request.headers.authorization ?? '').split(' ');
    const account = /Accounts\/(\w+)\//.exec(request.url ?? '')?.[1];
    requests.push(`${account} by ${Buffer.from(basic, 'base64').toString()}`);
    const body = request.url?.includes('Calls.json') ? { calls: [] } : { code: 20404, message: 'not found' };
    response.writeHead(request.url?.includes('Calls.json') ? 200 : status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
});
afterAll(async () => server[Symbol.asyncDispose]());
beforeEach(() => {
  requests.length = 0;
  status = 404;
});

const open = (changes: Partial<TwilioRestConfig> = {}): TwilioRest =>
  openTwilio({
    TWILIO_ACCOUNT_SID: OWN,
    TWILIO_AUTH_TOKEN: 'ours',
    TWILIO_API_URL: server.url,
    TWILIO_MAX_IN_FLIGHT: 10,
    TWILIO_SUBACCOUNTS: new Set([WITHOUT_TOKEN]),
    TWILIO_AUTH_TOKENS: new Map([[SUB, ['its', 'old']]]),
    ...changes,
  });

test('a call of a subaccount is asked of that account, by its own token or by its parent’s', async () => {
  using twilio = open();
  for (const sid of [SUB, WITHOUT_TOKEN]) await twilio.ofAccount(sid).fetchCall(CALL);
  expect(requests).toEqual([`${SUB} by ${SUB}:its`, `${WITHOUT_TOKEN} by ${OWN}:ours`]);
});

test('a call of our account, of an unknown one or of none is asked of ours', async () => {
  using twilio = open();
  for (const sid of [OWN, FOREIGN, null, '../..']) await twilio.ofAccount(sid).fetchCall(CALL);
  expect(new Set(requests)).toEqual(new Set([`${OWN} by ${OWN}:ours`]));
});

test('where any account is ours, each is asked of itself', async () => {
  using twilio = open({ TWILIO_SUBACCOUNTS: 'any' });
  for (const sid of [FOREIGN, 'AC1']) await twilio.ofAccount(sid).fetchCall(CALL);
  expect(requests).toEqual([`${FOREIGN} by ${OWN}:ours`, `${OWN} by ${OWN}:ours`]);
});

test('calls are listed of every known account', async () => {
  using twilio = open();
  for (const account of twilio.accounts()) await Array.fromAsync(account.listCalls({ status: 'in-progress' }));
  expect(requests.map((request) => request.slice(0, 34)).toSorted()).toEqual([OWN, SUB, WITHOUT_TOKEN]);
});

test('an API key asks for our account alone: a subaccount that refuses it names the remedy', async () => {
  const key = { TWILIO_API_KEY: `SK${'6'.repeat(32)}`, TWILIO_API_SECRET: 'secret' };
  using twilio = open(key);
  await twilio.fetchCall(CALL);
  await twilio.ofAccount(WITHOUT_TOKEN).fetchCall(CALL);
  expect(requests).toEqual([`${OWN} by ${key.TWILIO_API_KEY}:secret`, `${WITHOUT_TOKEN} by ${OWN}:ours`]);
  status = 401;
  using keyed = open({ ...key, TWILIO_AUTH_TOKEN: undefined });
  const refused = await keyed
    .ofAccount(WITHOUT_TOKEN)
    .fetchCall(CALL)
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(TwilioCredentialsError);
  expect(String(refused)).toContain(`TWILIO_AUTH_TOKENS for ${WITHOUT_TOKEN}`);
});
