import { expect, test } from '@jest/globals';
import { startTestServer, until } from '../../test/server.ts';
import { ownedNumber, sipDomain } from '../account.ts';

const from = '+15558675310';

/** The paths that a call to `to` requests, in their order, with `account` configured. */
async function pathsOfCall(account: (origin: string) => object, to = ownedNumber): Promise<string[]> {
  await using api = await startTestServer({ answer: () => '<Response><Hangup/></Response>' });
  await api.put('/simulator/account', account(api.receiver.url));
  await api.post('/simulator/calls', { from, to, stay_seconds: 1, speed: 1e6 });
  await until(() => api.simulator.stats().live_calls === 0);
  return api.receiver.received.map(({ method, path }) => `${method} ${path.split('?')[0]}`);
}

test('a call is sent where its number is configured, and its end as well', async () => {
  const paths = await pathsOfCall((origin) => ({
    numbers: [{ voice_url: `${origin}/here`, status_callback: `${origin}/ended` }],
  }));
  expect(paths).toEqual(['POST /here', 'POST /ended']);
});

test('the methods are those that are configured', async () => {
  const paths = await pathsOfCall((origin) => ({
    numbers: [
      {
        voice_url: `${origin}/here`,
        voice_method: 'GET',
        status_callback: `${origin}/ended`,
        status_callback_method: 'GET',
      },
    ],
  }));
  expect(paths).toEqual(['GET /here', 'GET /ended']);
});

test('an application takes the place of the URLs of its number', async () => {
  const sid = `AP${'a'.repeat(32)}`;
  const paths = await pathsOfCall((origin) => ({
    numbers: [{ voice_url: `${origin}/number`, voice_application_sid: sid }],
    applications: [{ sid, voice_url: `${origin}/application` }],
  }));
  expect(paths).toEqual(['POST /application']);
});

test('a call to a SIP domain is sent where the domain is configured', async () => {
  const account = (origin: string) => ({
    sipDomains: [{ voice_url: `${origin}/sip`, voice_status_callback_url: `${origin}/ended` }],
  });
  expect(await pathsOfCall(account, `sip:desk@${sipDomain}`)).toEqual(['POST /sip', 'POST /ended']);
});

test.each([
  ['has no voice URL', { voice_url: '' }],
  ['belongs to a trunk', { trunk_sid: `TK${'a'.repeat(32)}` }],
])('nothing is requested for a number that %s', async (_, number) => {
  expect(await pathsOfCall(() => ({ numbers: [number] }))).toEqual([]);
});

test.each([
  [{ fax: [] }, 'fax must be one of account, alerts, numbers, applications, sipDomains'],
  [{ numbers: {} }, 'numbers must be a list'],
  [{ numbers: [1] }, 'the account and each of its resources must be a JSON object'],
])('a configuration of another form is refused: %j', async (given, error) => {
  await using api = await startTestServer();
  expect(await api.put('/simulator/account', given)).toEqual({ status: 400, body: { error } });
});
