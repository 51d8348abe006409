import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase } from '@trunkline/db/connection';
import { addPerson, keyOf } from '../../test/store-test-people.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';

const PRODUCTION = { NODE_ENV: 'production', SIGNED_URL_SECRET: 's'.repeat(32), WEBHOOKS_ALLOW_PRIVATE: 'true' };
const db = openDatabase(process.env['DATABASE_URL']!, 'test');
let api: TestApi;
let headers: Record<string, string>;
beforeAll(async () => {
  api = await openTestApi(PRODUCTION);
  ({ headers } = await keyOf(db, await addPerson(db, 'campaigner', 'admin')));
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});

const save = (json: object, to = api) => to.send('/api/campaigns', { method: 'POST', headers, json });

describe('in production', () => {
  test.each([
    'https://127.0.0.1/dialogue',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://localhost/',
    'https://dialogue.localhost./',
    'https://10.1.2.3:8443/',
    'https://192.168.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[fd00::1]/',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
  ])('%s leads into a private network, also where webhooks may', async (url) => {
    const { status, body } = await save({ id: 'private', name: 'Private', dialogue_url: url });
    expect([status, body['detail']]).toEqual([422, expect.stringMatching(/^dialogue_url: .*Use a public address/)]);
  });

  test.each([
    ['http://203.0.114.9/dialogue', 'dialogue_url: must be https in production.'],
    ['https://203.0.114.9:0/', expect.stringContaining('port 0')],
  ])('%s is refused', async (url, detail) => {
    expect(await save({ name: 'Plain', dialogue_url: url })).toMatchObject({ status: 422, body: { detail } });
  });

  test('a change to such a URL is refused as well, and leaves the campaign as it was', async () => {
    const url = 'https://203.0.114.9/dialogue';
    expect((await save({ id: 'spring', name: 'Spring', dialogue_url: url })).status).toBe(201);
    expect((await save({ id: 'spring', name: 'Changed', dialogue_url: 'https://10.0.0.1/' })).status).toBe(422);
    const { body } = await api.send('/api/campaigns/spring', { headers });
    expect(body).toMatchObject({ name: 'Spring', dialogue_url: url });
    expect((await save({ id: 'spring', name: 'Spring', dialogue_url: null })).body['dialogue_url']).toBeNull();
  });
});

test('outside of production the pretended Twilio reaches a dialogue on this machine', async () => {
  await using local = await openTestApi();
  expect((await save({ name: 'Local', dialogue_url: 'http://127.0.0.1:8080/dialogue' }, local)).status).toBe(201);
});
