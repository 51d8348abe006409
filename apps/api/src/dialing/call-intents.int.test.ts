import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';
import { deleteRows } from '../../../../test/support/db/delete-rows.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({
    WEBHOOK_BASE_URL: 'https://calls.example.com/',
    TWILIO_PHONE_NUMBER: '+16175006181',
    OWNED_PHONE_NUMBERS: '+16175000000',
    DIAL_COUNTRIES: 'US,DE',
  });
});
afterAll(async () => api[Symbol.asyncDispose]());
beforeEach(async () => {
  await deleteRows(api.db.pool, ['call_intents', 'candidates']);
  await api.db.pool.query(`insert into candidates (id, phone_number) values (7, '+15085140320'), (8, null)`);
});

const dial = (candidate: string | number, json?: object, headers = {}) =>
  api.send(`/api/calls/candidates/${candidate}/dial`, { method: 'POST', headers, ...(json && { json }) });
const count = async () => (await api.db.pool.query('select from call_intents')).rowCount;

test('a call to a candidate is requested, with URLs that carry the candidate and the intent', async () => {
  const { status, headers, body } = await dial(7);
  expect(status).toBe(202);
  expect(headers['location']).toBe(`/api/call-intents/${String(body['id'])}`);
  expect(body).toMatchObject({
    kind: 'candidate',
    state: 'queued',
    candidate_id: 7,
    to_number: '+15085140320',
    from_number: '+16175006181',
    voice_url: 'https://calls.example.com/voice?candidate_id=7',
    status_url: `https://calls.example.com/twilio-status?candidate_id=7&intent_id=${String(body['id'])}`,
  });
  expect((await api.send(headers['location']!)).body).toEqual(body);
});

test('a number is normalised to E.164, and not_before is stored', async () => {
  const { body } = await dial(8, { to: '+49 30 901820', not_before: '2030-01-31T14:00:00+01:00' });
  expect(body).toMatchObject({ to_number: '+4930901820', not_before: '2030-01-31T13:00:00.000Z' });
});

test('a repeated request with its key requests one call, and a key is valid for one call only', async () => {
  const headers = { 'Idempotency-Key': randomUUID() };
  const answers = [await dial(7, {}, headers), await dial(7, {}, headers)];
  expect(answers.map(({ status }) => status)).toEqual([202, 200]);
  expect(answers[1]!.body['id']).toBe(answers[0]!.body['id']);
  expect(await dial(8, { to: '+15085140321' }, headers)).toMatchObject({ status: 409 });
  expect(await dial(7, {}, { 'Idempotency-Key': 'again' })).toMatchObject({ status: 400 });
  expect(await count()).toBe(1);
});

test.each<[string, string | number, object, number, string]>([
  ['an unknown candidate', 9, {}, 404, 'not_found'],
  ['something that is no id', 'me', {}, 404, 'not_found'],
  ['a candidate without a number', 8, {}, 422, 'validation_failed'],
  ['an emergency number', 7, { to: '911' }, 422, 'validation_failed'],
  ['the digits of a hidden caller', 7, { to: '+17378742833' }, 422, 'validation_failed'],
  ['an unknown field', 7, { From: '+16175006181' }, 422, 'validation_failed'],
])('%s is not called', async (_what, candidate, json, status, code) => {
  expect(await dial(candidate, json)).toMatchObject({ status, body: { code } });
  expect(await count()).toBe(0);
});

test('without a number of the account no call is requested', async () => {
  await using bare = await openTestApi({ TWILIO_PHONE_NUMBER: '', OWNED_PHONE_NUMBERS: '' });
  const answer = await bare.send('/api/calls/candidates/7/dial', { method: 'POST' });
  expect(answer).toMatchObject({ status: 503, body: { code: 'not_configured' } });
});

test('only a call that is still queued can be canceled', async () => {
  const { body } = await dial(7);
  const cancel = () => api.send(`/api/call-intents/${String(body['id'])}/cancel`, { method: 'POST' });
  expect(await cancel()).toMatchObject({ status: 200, body: { state: 'canceled' } });
  expect(await cancel()).toMatchObject({ status: 409, body: { code: 'invalid_state_transition' } });
});

test('call intents are listed page by page, the latest first, by state and candidate', async () => {
  const ids: unknown[] = [];
  for (const candidate of [7, 7, 7]) ids.unshift((await dial(candidate)).body['id']);
  await dial(8, { to: '+15085140321' });
  await api.db.pool.query(`update call_intents set state = 'refused' where id = $1`, [ids[1]]);
  const seen: unknown[] = [];
  let next: string | undefined = '/api/call-intents?candidate_id=7&limit=2';
  while (next !== undefined) {
    const page: { body: Body; headers: Record<string, string> } = await api.send(next);
    seen.push(...(page.body['data'] as Body[]).map((row) => row['id']));
    next = /<(.+)>/.exec(page.headers['link'] ?? '')?.[1];
  }
  expect(seen).toEqual(ids);
  const { body } = await api.send('/api/call-intents?state=refused,not_placed');
  expect((body['data'] as Body[]).map((row) => row['id'])).toEqual([ids[1]]);
  expect(await api.send('/api/call-intents?state=lost')).toMatchObject({ status: 400 });
  expect(await api.send(`/api/call-intents/${randomUUID()}`)).toMatchObject({ status: 404 });
});
