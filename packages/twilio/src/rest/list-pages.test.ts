import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { listPages, type Query } from './list-pages.ts';

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

test.each([undefined, '', [], { recordings: [] }, { calls: [{ sid: 7 }] }])(
  'a page of the shape %j is no empty page: it is refused',
  async (body) => {
    await expect(serve({ [calls]: body }).list()).rejects.toMatchObject({ name: 'TwilioAnswerError' });
  },
);
