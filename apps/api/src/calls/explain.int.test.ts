import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { callbackToStore, callSid, progress } from '../../../../test/support/twilio/callbacks.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';
import { emptyInbox } from '../../test/store-test-rows.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
  await emptyInbox(api.db);
  await storeAndApply(api.db, [
    callbackToStore(progress(callSid(1), 'initiated', 0)),
    callbackToStore(progress(callSid(1), 'completed', 3)),
    callbackToStore({ ...progress(callSid(2), 'completed', 0), ParentCallSid: callSid(1) }),
  ]);
});
afterAll(async () => api[Symbol.asyncDispose]());

const explain = (path: string, accept?: string) =>
  api.send(`/api/calls/${path}`, accept === undefined ? {} : { headers: { accept } });

test('a call is explained with its legs, the verdict first, by id or SID', async () => {
  const { status, headers, body } = await explain(`${callSid(1)}/explain`);
  expect({ status, stored: headers['cache-control'] }).toEqual({ status: 200, stored: 'no-store' });
  expect(body).toMatchObject({
    call_sid: callSid(1),
    status: 'completed',
    verdict: {
      state: 'incomplete',
      sentence: 'Incomplete: 3 of 5 expected callbacks, 3 late; ringing and answered did not come (reason unknown)',
    },
    counts: { expected: 5, received: 3, missing: 2 },
    legs: [{ role: 'parent' }, { role: 'child', call_sid: callSid(2) }],
    next: [{ command: `GET /2010-04-01/Accounts/AC…/Calls/${callSid(1)}/Events.json` }],
  });
  expect((await explain(`${callSid(2)}/explain`)).body).toEqual(body);
  const { body: call } = await explain(callSid(1));
  expect((await explain(`${String(call['id'])}/explain`)).body).toEqual(body);
});

test.each([
  [`${callSid(1)}/explain?format=text`, undefined],
  [`${callSid(1)}/explain`, 'text/plain'],
  [`${callSid(1)}/explain?format=text`, 'application/json'],
])('%s with Accept %s is the text of the command line', async (path, accept) => {
  const { status, headers, body } = await explain(path, accept);
  expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'text/plain; charset=utf-8' });
  expect(body['text']).toMatch(/^CA0{31}1 {2}completed\n\nIncomplete: 3 of 5 expected callbacks/);
});

test.each(['*/*', 'application/json', 'text/html, */*'])('Accept %s gets JSON', async (accept) => {
  expect((await explain(`${callSid(1)}/explain`, accept)).headers['content-type']).toMatch(/^application\/json/);
});

test.each([callSid(9), '999999', 'nonsense'])('%s is not found, and the answer names the remedy', async (key) => {
  const { status, body } = await explain(`${key}/explain`);
  expect({ status, code: body['code'] }).toEqual({ status: 404, code: 'not_found' });
  expect(body['detail']).toContain('npx trunkline sync --since');
});

test.each(['format=xml', 'colour=red'])('?%s is refused', async (query) => {
  expect(await explain(`${callSid(1)}/explain?${query}`)).toMatchObject({
    status: 400,
    body: { code: 'malformed_request' },
  });
});
