import { beforeEach, expect, test } from '@jest/globals';
import { type CallBook, createCallBook } from '../calls/call-book.ts';
import { applyStatus, newCallRecord } from '../calls/call-record.ts';
import { listCalls } from './list-calls.ts';

const account = `AC${'a'.repeat(32)}`;
let book: CallBook;
let count: number;

beforeEach(() => {
  book = createCallBook();
  count = 0;
});

function addCall({ to = '+15085550100', at = Date.UTC(2026, 10, 19, 12), isDialled = true } = {}): void {
  const sid = `CA${String(++count).padStart(32, '0')}`;
  const parties = { from: '+16175006181', to, direction: 'outbound-api', scenario: 'busy' } as const;
  const record = newCallRecord({ sid, accountSid: account, parentCallSid: null, createdAt: at, ...parties });
  book.add(record);
  if (isDialled) applyStatus(record, 'initiated', at);
}

const list = (query: string) => listCalls(book, account, new URLSearchParams(query));
const numbers = ({ calls }: ReturnType<typeof listCalls>) => calls.map(({ sid }) => Number(sid.slice(2)));
const follow = (uri: string | null) => list(new URL(String(uri), 'http://twilio').search);

test('pages go from the newest call to the oldest and end with no next page', () => {
  for (let i = 0; i < 5; i++) addCall();
  const first = list('PageSize=2');
  const second = follow(first.next_page_uri);
  const third = follow(second.next_page_uri);
  expect([first, second, third].map(numbers)).toEqual([[5, 4], [3, 2], [1]]);
  expect(first).toMatchObject({ page: 0, page_size: 2, start: 0, end: 1, previous_page_uri: null });
  expect(third).toMatchObject({ page: 2, start: 4, end: 4, next_page_uri: null });
  expect(numbers(follow(third.previous_page_uri))).toEqual([3, 2]);
});

test('calls that come while somebody turns pages shift nothing', () => {
  for (let i = 0; i < 4; i++) addCall();
  const first = list('PageSize=2');
  addCall();
  expect(numbers(follow(first.next_page_uri))).toEqual([2, 1]);
});

test('the next page keeps the filters and names its anchor', () => {
  for (let i = 0; i < 4; i++) addCall({ to: i % 2 ? '+15085550101' : '+15085550100' });
  const first = list('PageSize=1&To=%2B15085550101');
  const next = new URL(String(first.next_page_uri), 'http://twilio').searchParams;
  expect(Object.fromEntries(next)).toEqual({
    To: '+15085550101',
    PageSize: '1',
    Page: '1',
    PageToken: `PA${first.calls[0]?.sid}`,
  });
  expect(numbers(follow(first.next_page_uri))).toEqual([2]);
});

test.each([
  ['StartTime=2026-11-19', [2, 3]],
  ['StartTime%3E=2026-11-19', [2, 3, 4]],
  ['StartTime%3C=2026-11-19', [1, 2, 3]],
  ['StartTime%3E=2026-11-19&StartTime%3C=2026-11-19', [2, 3]],
  ['StartTime%3E=2026-11-19T12:00:00Z', [3, 4]],
])('%s means whole UTC days, or an instant if it names one', (query, expected) => {
  addCall({ at: Date.UTC(2026, 10, 18, 23, 59, 59) });
  addCall({ at: Date.UTC(2026, 10, 19) });
  addCall({ at: Date.UTC(2026, 10, 19, 23, 59, 59) });
  addCall({ at: Date.UTC(2026, 10, 20) });
  expect(numbers(list(query)).toReversed()).toEqual(expected);
});

test('a call still in the queue has no start and matches no start filter', () => {
  addCall({ isDialled: false });
  expect(list('').calls[0]).toMatchObject({ status: 'queued', start_time: null });
  expect(list('StartTime%3C=2030-01-01').calls).toEqual([]);
});

test('a page holds at most a thousand calls', () => {
  expect(list('PageSize=5000').page_size).toBe(1000);
});

test('only the most recent calls are remembered, and the book goes on counting', () => {
  book = createCallBook(100);
  for (let i = 0; i < 250; i++) addCall();
  const remembered = numbers(list('PageSize=1000'));
  expect(remembered[0]).toBe(250);
  expect(remembered.length).toBeGreaterThanOrEqual(100);
  expect(remembered.length).toBeLessThanOrEqual(105);
  expect(book.find(`CA${'1'.padStart(32, '0')}`)).toBeUndefined();
  expect([...book.after(248)].map(({ n }) => n)).toEqual([249, 250]);
});
