import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { callbackToStore, callSid, progress } from '../../../../test/support/twilio/callbacks.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';

const SCRIPT = `"><script>alert('x')</script><img src=x onerror=alert(1)>`;
const SID = callSid(1);
let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
  const fields = { ...progress(SID, 'ringing', 1), From: SCRIPT, CallerName: SCRIPT, FromCity: SCRIPT };
  await storeAndApply(api.db, [callbackToStore(fields, { query: { campaign_id: 'hostile', candidate_id: '7' } })]);
  for (const [path, json] of [
    ['/api/campaigns', { id: 'hostile', name: SCRIPT }],
    ['/api/users', { name: SCRIPT, role: 'reader' }],
  ] as const)
    await api.send(path, { method: 'POST', json });
});
afterAll(async () => api[Symbol.asyncDispose]());

/** What a browser sends that opens a page. */
const BROWSER = { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' };

test.each([
  '/api/inbox',
  '/api/calls',
  `/api/calls/${SID}`,
  `/api/calls/${SID}/explain`,
  '/api/call-logs',
  '/api/conversations',
  '/api/contacts',
  '/api/campaigns',
  '/api/users',
  `/api/${SCRIPT}`,
])('a script in names, numbers and payloads is text in the answer of %s, which no browser runs', async (path) => {
  const { status, headers } = await api.send(encodeURI(path), { headers: BROWSER });
  expect([200, 404]).toContain(status);
  expect(headers['content-type']).toMatch(/^(?:application\/(?:problem\+)?json|text\/plain)\b/);
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'SAMEORIGIN' });
  expect(headers['content-security-policy']).toContain(`script-src 'self'`);
  expect(headers['content-security-policy']).toMatch(/script-src-attr 'none'/);
  expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe-inline/);
});

test.each(['/api/campaigns', '/api/users', '/api/call-logs'])(
  'the script is in the answer of %s as it was sent',
  async (path) => {
    const { body } = await api.send(path);
    expect(JSON.stringify(body)).toContain('onerror=alert(1)');
  },
);
