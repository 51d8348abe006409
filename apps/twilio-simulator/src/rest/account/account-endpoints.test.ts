import { expect, test } from '@jest/globals';
import { documentedPosts, violations } from '../../../../../test/support/twilio/open-api/judge.ts';
import { accountPath, startTestServer } from '../../../test/server.ts';
import { demoAccount, ownedNumber, ownedNumberSid } from '../../account.ts';
import { configuredKinds, type Fields, type Rule } from '../../configuration/configured-kinds.ts';

type Rows = Record<string, Fields[]>;
const missing = (path: string, prefix: string) => `${accountPath}/${path}/${prefix}${'f'.repeat(32)}.json`;

const KINDS = [
  ['numbers', 'number'],
  ['applications', 'application'],
  ['sipDomains', 'sipDomain'],
] as const;

/** What is posted, and what is shown then. */
const EXAMPLES: Readonly<Record<Rule, readonly [string, unknown]>> = {
  url: ['https://example.com/voice#rc=5', 'https://example.com/voice#rc=5'],
  method: ['get', 'GET'],
  text: ['Desk', 'Desk'],
  flag: ['true', true],
};

test('the account shows its status and token', async () => {
  await using api = await startTestServer();
  const { status, body } = await api.get(`${accountPath}.json`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    sid: demoAccount.sid,
    auth_token: demoAccount.authToken,
    status: 'active',
    type: 'Full',
  });
  expect(violations('account', body)).toEqual([]);
  expect(await api.get(`/2010-04-01/Accounts/AC${'f'.repeat(32)}.json`)).toMatchObject({ status: 404 });
  expect(await api.get(`${accountPath}.json`, {})).toMatchObject({ status: 401 });
});

test('its number has the URLs that calls to it use', async () => {
  await using api = await startTestServer({ overrides: '#rc=2' });
  const { body } = await api.get(`${accountPath}/IncomingPhoneNumbers.json`);
  const [number] = (body as Rows)['incoming_phone_numbers']!;
  expect(body).toMatchObject({ page: 0, page_size: 50, next_page_uri: null });
  expect(number).toMatchObject({
    sid: ownedNumberSid,
    phone_number: ownedNumber,
    voice_url: `${api.receiver.url}/webhooks/twilio/voice-inbound#rc=2`,
    status_callback: `${api.receiver.url}/webhooks/twilio/voice-status#rc=2`,
    capabilities: { voice: true },
  });
  expect(await api.get(String(number!['uri']))).toEqual({ status: 200, body: number });
});

test.each([
  ['', 1],
  [ownedNumber, 1],
  ['617500****', 1],
  ['5006181', 1],
  ['+4930', 0],
])('the filter PhoneNumber=%s lists %i', async (filter, count) => {
  await using api = await startTestServer();
  const { body } = await api.get(`${accountPath}/IncomingPhoneNumbers.json?PhoneNumber=${encodeURIComponent(filter)}`);
  expect((body as Rows)['incoming_phone_numbers']).toHaveLength(count);
});

test.each(KINDS)('%s have the form of Twilio’s OpenAPI document, in the list and alone', async (kind, schema) => {
  const { path, key, sidPrefix } = configuredKinds[kind];
  await using api = await startTestServer();
  await api.put('/simulator/account', {
    [kind]: [{ friendly_name: 'First' }, { sid: `${sidPrefix}${'a'.repeat(32)}` }],
  });
  const { body } = await api.get(`${accountPath}/${path}.json`);
  const rows = (body as Rows)[key]!;
  expect(rows).toHaveLength(2);
  expect(rows.flatMap((row) => violations(schema, row))).toEqual([]);
  for (const row of rows) expect(await api.get(String(row['uri']))).toEqual({ status: 200, body: row });
  expect(await api.get(missing(path, sidPrefix))).toMatchObject({ status: 404, body: { code: 20404 } });
  expect(await api.get(`${accountPath}/${path}.json?FriendlyName=First`)).toMatchObject({ body: { [key]: [rows[0]] } });
});

test.each(KINDS)('a posted parameter of %s changes its field, as long as it is valid', async (kind, schema) => {
  const { path, key, writable } = configuredKinds[kind];
  await using api = await startTestServer();
  await api.put('/simulator/account', { [kind]: [{}] });
  const { body } = await api.get(`${accountPath}/${path}.json`);
  const uri = String((body as Rows)[key]![0]!['uri']);
  for (const [name, [field, rule]] of Object.entries<readonly [string, Rule]>(writable)) {
    expect(documentedPosts[path]).toContain(name);
    if (field.endsWith('_sid')) continue;
    const [given, shown] = EXAMPLES[rule];
    const changed = await api.postForm(uri, { [name]: given });
    expect(changed).toMatchObject({ status: 200, body: { [field]: shown } });
    expect(violations(schema, changed.body)).toEqual([]);
  }
  expect(await api.postForm(uri, { VoiceUrl: 'no url' })).toMatchObject({ status: 400, body: { code: 21502 } });
  expect(await api.postForm(uri, { VoiceMethod: 'PUT' })).toMatchObject({ status: 400, body: { code: 21403 } });
  expect(await api.postForm(uri, { VoiceUrl: '' })).toMatchObject({ status: 200, body: { voice_url: '' } });
});
