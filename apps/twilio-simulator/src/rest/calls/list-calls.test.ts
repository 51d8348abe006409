import { beforeEach, expect, test } from '@jest/globals';
import { type Clock, realTime } from '../../clock/clock.ts';
import { type CallRecord, newCallRecord } from '../../truth/call-record.ts';
import { createRecordStore } from '../../truth/record-store.ts';
import { createTruth, type Truth } from '../../truth/truth.ts';
import { readPageRequest } from '../page.ts';
import { RestError } from '../rest-error.ts';
import { createRestView, defaultRestSettings, type RestView } from '../rest-view.ts';
import { listCalls } from './list-calls.ts';

const accountSid = `AC${'a'.repeat(32)}`;
let view: RestView;
let truth: Truth;
let count: number;

beforeEach(() => start({}));

function start({ clock = realTime, lag = 0 }: { clock?: Clock; lag?: number }): void {
  view = createRestView(clock, { ...defaultRestSettings, lag });
  truth = createTruth(view.lagging);
  count = 0;
}

interface Given {
  to?: string;
  at?: number;
  isDialled?: boolean;
  parent?: CallRecord;
}

function addCall({ to = '+15085550100', at = Date.UTC(2026, 10, 19, 12), isDialled = true, parent }: Given = {}) {
  const record = newCallRecord({
    sid: `CA${String(++count).padStart(32, '0')}`,
    accountSid,
    to,
    from: '+16175006181',
    direction: 'outbound-api',
    scenario: 'busy',
    parentCallSid: parent?.sid ?? null,
    createdAt: at,
  });
  truth.addCall(record);
  if (isDialled) truth.moveCall(record, 'initiated', at);
  return record;
}

const path = `/2010-04-01/Accounts/${accountSid}/Calls.json`;
const list = (query: string) => listCalls(truth, view, readPageRequest({ path, query: new URLSearchParams(query) }));
const numbers = ({ calls }: ReturnType<typeof listCalls>) => calls.map(({ sid }) => Number(sid.slice(2)));
const follow = (uri: string | null) => list(new URL(String(uri), 'http://twilio').search);

test('pages go from the newest call to the oldest, and the last one has no next page', () => {
  for (let i = 0; i < 5; i++) addCall();
  const first = list('PageSize=2');
  const second = follow(first.next_page_uri);
  const third = follow(second.next_page_uri);
  expect([first, second, third].map(numbers)).toEqual([[5, 4], [3, 2], [1]]);
  expect(first).toMatchObject({ page: 0, page_size: 2, start: 0, end: 1, previous_page_uri: null });
  expect(third).toMatchObject({ page: 2, start: 4, end: 4, next_page_uri: null });
  expect(numbers(follow(third.previous_page_uri))).toEqual([3, 2]);
});

test('calls are in the order of their times, in whatever order they were added', () => {
  for (const hour of [3, 1, 4, 2]) addCall({ at: Date.UTC(2026, 10, 19, hour) });
  const first = list('PageSize=3');
  expect([first, follow(first.next_page_uri)].map(numbers)).toEqual([[3, 1, 4], [2]]);
});

test('new calls do not shift the following pages', () => {
  for (let i = 0; i < 4; i++) addCall();
  const first = list('PageSize=2');
  addCall();
  addCall({ at: Date.UTC(2026, 10, 19, 11) });
  expect(numbers(follow(first.next_page_uri))).toEqual([2, 1]);
});

test('the next page keeps the filters and has its anchor in the token', () => {
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

test('`ParentCallSid` lists the legs of one parent', () => {
  const parent = addCall();
  addCall({ parent });
  addCall();
  addCall({ parent });
  expect(numbers(list(`ParentCallSid=${parent.sid}`))).toEqual([4, 2]);
  expect(numbers(list(`ParentCallSid=CA${'f'.repeat(32)}`))).toEqual([]);
});

test.each([
  ['StartTime=2026-11-19', [2, 3]],
  ['StartTime%3E=2026-11-19', [2, 3, 4]],
  ['StartTime%3C=2026-11-19', [1, 2, 3]],
  ['StartTime%3E=2026-11-19&StartTime%3C=2026-11-19', [2, 3]],
  ['StartTime%3E=2026-11-19T12:00:00Z', [2, 3, 4]],
  ['StartTime%3C=2026-11-19T12:00:00Z', [1, 2, 3]],
])('%s means whole UTC days, with any time of day', (query, expected) => {
  addCall({ at: Date.UTC(2026, 10, 18, 23, 59, 59) });
  addCall({ at: Date.UTC(2026, 10, 19) });
  addCall({ at: Date.UTC(2026, 10, 19, 23, 59, 59) });
  addCall({ at: Date.UTC(2026, 10, 20) });
  expect(numbers(list(query)).toReversed()).toEqual(expected);
});

test('previous pages keep the filter, too', () => {
  for (const day of [18, 19, 20, 21]) addCall({ at: Date.UTC(2026, 10, day) });
  const second = follow(list('PageSize=1&StartTime%3C=2026-11-20').next_page_uri);
  const back = follow(second.previous_page_uri);
  expect([second, back].map(numbers)).toEqual([[2], [3]]);
  expect(back.previous_page_uri).toBeNull();
});

test('a queued call has no start time and matches no `StartTime`', () => {
  addCall({ isDialled: false });
  expect(list('').calls[0]).toMatchObject({ status: 'queued', start_time: null });
  expect(list('StartTime%3C=2030-01-01').calls).toEqual([]);
});

test.each([
  ['PageSize=5000', 20007],
  ['PageSize=0', 20001],
  ['PageSize=many', 20001],
  ['Page=-1', 20001],
  ['PageToken=nonsense', 20001],
  [`PageToken=PACA${'f'.repeat(32)}`, 20001],
  ['StartTime=yesterday', 20001],
  ['StartTime%3E=2026-13-01', 20001],
  ['Status=initiated', 20001],
])('%s is refused with 400 and code %i', (query, code) => {
  addCall();
  const refused = new RestError(400, code, expect.any(String) as unknown as string);
  expect(() => list(query)).toThrow(expect.objectContaining({ status: refused.status, code: refused.code }));
});

test('with a lag, calls and their changes are shown that many seconds later', () => {
  let now = Date.UTC(2026, 10, 19, 12);
  start({ clock: { speed: 1, now: () => now, at: (wallMs) => wallMs }, lag: 20 });
  const record = addCall({ at: now, isDialled: false });
  now += 10_000;
  truth.moveCall(record, 'ringing', now);
  expect(list('').calls).toEqual([]);
  now += 10_000;
  expect(list('').calls).toMatchObject([{ status: 'queued', start_time: null }]);
  expect(list('Status=ringing').calls).toEqual([]);
  now += 10_000;
  expect(list('Status=ringing').calls).toMatchObject([{ status: 'ringing' }]);
});

test('a price is shown only some time after the end of the call', () => {
  let now = Date.UTC(2026, 10, 19, 12);
  start({ clock: { speed: 1, now: () => now, at: (wallMs) => wallMs } });
  truth.moveCall(addCall({ at: now }), 'completed', now);
  const price = () => list('').calls[0]?.price;
  now += 599_000;
  expect(price()).toBeNull();
  now += 1000;
  expect(price()).toBe('-0.01400');
});

test('only the most recent calls are kept, and their numbers go on', () => {
  const store = createRecordStore<CallRecord>(100, ({ parentCallSid }) => parentCallSid);
  const [parent] = Array.from({ length: 250 }, () => {
    const record = addCall();
    store.add(record);
    return record;
  });
  const remembered = [...store.after(0)].map(({ n }) => n);
  expect(remembered.at(-1)).toBe(250);
  expect(remembered.length).toBeGreaterThanOrEqual(100);
  expect(remembered.length).toBeLessThanOrEqual(105);
  expect(store.find(parent?.sid ?? '')).toBeUndefined();
  expect([...store.after(248)].map(({ n }) => n)).toEqual([249, 250]);
});
