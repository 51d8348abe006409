import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { listPages, type Query, type UnreadableRow } from './list-pages.ts';

const account = 'https://api.twilio.com/2010-04-01/Accounts/AC1';
const calls = `${account}/Calls.json`;
const row = z.object({ sid: z.string() });

/** A list whose pages are given by address, and the addresses that were asked for. */
function serve(pages: Record<string, unknown>) {
  const asked: [string, Query | undefined][] = [];
  const get = async (uri: string, query?: Query) => {
    asked.push([uri, query]);
    return { statusCode: 200, headers: {}, body: pages[uri], attempts: asked.length };
  };
  return { asked, list: () => Array.fromAsync(listPages(get, calls, { PageSize: 2 }, 'calls', row)) };
}

test('the filter is sent once; then only next_page_uri is followed, to the end', async () => {
  const { asked, list } = serve({
    [calls]: {
      calls: [{ sid: 'CA3', status: 'x' }],
      next_page_uri: '/2010-04-01/Accounts/AC1/Calls.json?PageToken=PA3',
    },
    [`${calls}?PageToken=PA3`]: { calls: [], next_page_uri: null },
  });
  expect(await list()).toEqual([
    { rows: [{ sid: 'CA3' }], requests: 1 },
    { rows: [], requests: 2 },
  ]);
  expect(asked).toEqual([
    [calls, { PageSize: 2 }],
    [`${calls}?PageToken=PA3`, undefined],
  ]);
});

test.each([
  'https://evil.example/2010-04-01/Accounts/AC1/Calls.json',
  'http://api.twilio.com/2010-04-01/Accounts/AC1/Calls.json?Page=1',
  '//evil.example/2010-04-01/Accounts/AC1/Calls.json',
  '\\\\evil.example/2010-04-01/Accounts/AC1/Calls.json',
  '/2010-04-01/Accounts/AC2/Calls.json?Page=1',
  '/2010-04-01/Accounts/AC1/../AC2/Calls.json?Page=1',
  'https://api.twilio.com@evil.example/2010-04-01/Accounts/AC1/Calls.json',
  '/2010-04-01/Accounts/AC1/Calls.json',
  'http://[',
  '',
])('a next page at %j is not requested', async (next) => {
  const { asked, list } = serve({ [calls]: { calls: [], next_page_uri: next } });
  await expect(list()).rejects.toMatchObject({ name: 'TwilioAnswerError' });
  expect(asked).toHaveLength(1);
});

const good = { sid: `CA${'1'.repeat(32)}` };
const rowOfCalls = z.object({ sid: z.string(), channels: z.number().optional() });

test.each([
  ['null', null, null, 'body: Invalid input: expected object, received null'],
  ['a text', '+15085550100', null, 'body: Invalid input: expected object, received string'],
  ['without a SID', {}, null, 'sid: Invalid input: expected string, received undefined'],
  ['with a number as its SID', { sid: 5085550100 }, null, 'sid: Invalid input: expected string, received number'],
  [
    'with an empty number',
    { ...good, channels: '' },
    good.sid,
    'channels: Invalid input: expected number, received string',
  ],
  [
    'with a phone number as its SID',
    { sid: '+15085550100', channels: [] },
    null,
    'channels: Invalid input: expected number, received array',
  ],
])('a row that is %s is reported and skipped, and the other rows are read', async (_what, bad, sid, fault) => {
  const body = { calls: [good, bad, { sid: 'CA3' }], next_page_uri: null };
  const get = async () => ({ statusCode: 200, headers: {}, body, attempts: 1 });
  const unreadable: UnreadableRow[] = [];
  const pages = listPages(get, calls, {}, 'calls', rowOfCalls, (one) => void unreadable.push(one));
  expect(await Array.fromAsync(pages)).toEqual([{ rows: [good, { sid: 'CA3' }], requests: 1 }]);
  expect(unreadable).toEqual([{ list: 'calls', sid, fault }]);
});

test('without a reader of unreadable rows the list fails, and names the row', async () => {
  const { list } = serve({ [calls]: { calls: [{ sid: 7 }], next_page_uri: null } });
  await expect(list()).rejects.toMatchObject({ name: 'TwilioAnswerError', message: expect.stringContaining('sid:') });
});

test.each([undefined, '', [], { recordings: [] }, { calls: [{ sid: 7 }] }])(
  'a page of the shape %j is no empty page: it is refused',
  async (body) => {
    await expect(serve({ [calls]: body }).list()).rejects.toMatchObject({ name: 'TwilioAnswerError' });
  },
);
