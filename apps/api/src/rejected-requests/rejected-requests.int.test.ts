import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { saveRejections, type Rejection } from '@trunkline/db/rejected-requests';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';

let api: TestApi;
beforeAll(async () => (api = await openTestApi()));
afterAll(async () => api[Symbol.asyncDispose]());
beforeEach(() => api.db.pool.query('truncate rejected_requests'));

const ACCOUNT = `AC${'1'.repeat(32)}`;
const SAMPLE = {
  userAgent: null,
  contentType: null,
  bodyBytes: 3,
  isSigned: true,
  fields: ['CallSid'],
  queryFields: [],
  expectedUrl: 'https://x/',
  signedUrl: null,
};
const rejection = (n: number, more: Partial<Rejection> = {}): Rejection => ({
  hour: new Date('2026-11-29T14:00:00Z'),
  cause: 'unsigned',
  responseStatus: 403,
  method: 'POST',
  path: `/voice/${n}`,
  host: 'calls.example.com',
  accountSid: '',
  requests: 1,
  sample: SAMPLE,
  firstAt: new Date(Date.UTC(2026, 10, 29, 14, 0, n)),
  lastAt: new Date(Date.UTC(2026, 10, 29, 14, 0, n)),
  ...more,
});
const list = (query = '') => api.send(`/api/rejected-requests${query}`);
const pathsOf = ({ body }: { body: Body }) => (body['data'] as Body[]).map(({ path }) => path);

test('the last ones come first, page by page, with the likely cause in words', async () => {
  await saveRejections(
    api.db.pool,
    [1, 2, 3, 4, 5].map((n) => rejection(n)),
  );
  const first = await list('?limit=3');
  expect(pathsOf(first)).toEqual(['/voice/5', '/voice/4', '/voice/3']);
  expect((first.body['data'] as Body[])[0]).toMatchObject({
    cause: 'unsigned',
    account_sid: null,
    sentence: expect.stringContaining('X-Twilio-Signature'),
  });
  const { next_cursor: cursor } = first.body['page'] as { next_cursor: string };
  expect(pathsOf(await list(`?limit=3&cursor=${cursor}`))).toEqual(['/voice/2', '/voice/1']);
});

test('filters and groups agree, and a repeated cause is counted in its row', async () => {
  const http = rejection(1, { cause: 'configured-with-http', accountSid: ACCOUNT, requests: 40 });
  await saveRejections(api.db.pool, [http, rejection(2)]);
  await saveRejections(api.db.pool, [{ ...http, requests: 2 }]);
  const all = await list();
  expect((all.body['groups'] as Body[]).map(({ cause, requests, urls }) => [cause, requests, urls])).toEqual([
    ['configured-with-http', 42, 1],
    ['unsigned', 1, 1],
  ]);
  const some = await list(`?cause=configured-with-http&account_sid=${ACCOUNT}&path=/voice/1`);
  expect([pathsOf(some), (some.body['groups'] as Body[]).length]).toEqual([['/voice/1'], 1]);
  expect((await list('?cause=no-such-cause')).status).toBe(400);
});
