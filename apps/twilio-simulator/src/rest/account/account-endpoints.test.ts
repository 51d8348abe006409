import { expect, test } from '@jest/globals';
import { accountPath, startTestServer } from '../../../test/server.ts';
import { demoAccount, ownedNumber } from '../../account.ts';

test('the account shows its status and token', async () => {
  await using api = await startTestServer();
  expect(await api.get(`${accountPath}.json`)).toMatchObject({
    status: 200,
    body: { sid: demoAccount.sid, owner_account_sid: demoAccount.sid, status: 'active', type: 'Full' },
  });
  expect(await api.get(`/2010-04-01/Accounts/AC${'f'.repeat(32)}.json`)).toMatchObject({ status: 404 });
  expect(await api.get(`${accountPath}.json`, {})).toMatchObject({ status: 401 });
});

test('its number has the URLs that calls to it use', async () => {
  await using api = await startTestServer({ overrides: '#rc=2' });
  const { body } = await api.get(`${accountPath}/IncomingPhoneNumbers.json`);
  const [number] = (body as { incoming_phone_numbers: Record<string, unknown>[] }).incoming_phone_numbers;
  expect(body).toMatchObject({ page: 0, page_size: 50, next_page_uri: null });
  expect(number).toMatchObject({
    phone_number: ownedNumber,
    voice_url: `${api.receiver.url}/webhooks/twilio/voice-inbound#rc=2`,
    status_callback: `${api.receiver.url}/webhooks/twilio/voice-status#rc=2`,
    capabilities: { voice: true },
  });
  expect(await api.get(String(number!['uri']))).toEqual({ status: 200, body: number });
  expect(await api.get(`${accountPath}/IncomingPhoneNumbers/PN${'f'.repeat(32)}.json`)).toMatchObject({ status: 404 });
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
  expect((body as { incoming_phone_numbers: unknown[] }).incoming_phone_numbers).toHaveLength(count);
});
