import type { BookedCall, CallBook } from '../calls/call-book.ts';
import type { CallRecord } from '../calls/call-record.ts';
import { callResource } from './call-resource.ts';

type Query = URLSearchParams;

/** One page of calls, newest first, with Twilio's envelope. Pages hang on a call, not on a number: new calls shift nothing. */
export function listCalls(book: CallBook, accountSid: string, query: Query) {
  const size = Math.min(1000, Math.max(1, Number(query.get('PageSize')) || 50));
  const page = Math.max(0, Number(query.get('Page')) || 0);
  const { calls, hasNext, hasPrevious } = findPage(book, query, size);
  const uriOf = (number: number, token?: string): string => pageUri(accountSid, query, size, number, token);
  const [first, last] = [calls[0]?.record.sid, calls.at(-1)?.record.sid];
  return {
    calls: calls.map(({ record }) => callResource(record)),
    page,
    page_size: size,
    start: page * size,
    end: page * size + Math.max(0, calls.length - 1),
    uri: uriOf(page, query.get('PageToken') ?? undefined),
    first_page_uri: uriOf(0),
    next_page_uri: hasNext ? uriOf(page + 1, `PA${last}`) : null,
    previous_page_uri: hasPrevious ? uriOf(Math.max(0, page - 1), `PB${first}`) : null,
  };
}

interface FoundPage {
  calls: readonly BookedCall[];
  hasNext: boolean;
  hasPrevious: boolean;
}

/** `PA<sid>`: what comes after that call in the list; `PB<sid>`: what came before it. */
function findPage(book: CallBook, query: Query, size: number): FoundPage {
  const isWanted = compileFilters(query);
  const token = query.get('PageToken') ?? '';
  const anchor = book.find(token.slice(2))?.n;
  if (token.startsWith('PB') && anchor !== undefined) {
    const newer = take(book.after(anchor), isWanted, size + 1);
    return { calls: newer.slice(0, size).toReversed(), hasNext: true, hasPrevious: newer.length > size };
  }
  const older = take(book.before(anchor ?? Number.POSITIVE_INFINITY), isWanted, size + 1);
  return { calls: older.slice(0, size), hasNext: older.length > size, hasPrevious: anchor !== undefined };
}

function take(calls: Iterable<BookedCall>, isWanted: (record: CallRecord) => boolean, count: number): BookedCall[] {
  const found: BookedCall[] = [];
  for (const call of calls) {
    if (isWanted(call.record)) found.push(call);
    if (found.length === count) break;
  }
  return found;
}

function pageUri(accountSid: string, query: Query, size: number, page: number, token?: string): string {
  const next = new URLSearchParams(query);
  next.set('PageSize', String(size));
  next.set('Page', String(page));
  next.delete('PageToken');
  if (token) next.set('PageToken', token);
  return `/2010-04-01/Accounts/${accountSid}/Calls.json?${next.toString()}`;
}

type Filter = (record: CallRecord) => boolean;

function compileFilters(query: Query): Filter {
  const equal = (name: string, of: (record: CallRecord) => string | null): Filter[] => {
    const wanted = query.get(name);
    return wanted ? [(record) => of(record) === wanted] : [];
  };
  const filters = [
    ...equal('To', ({ to }) => to),
    ...equal('From', ({ from }) => from),
    ...equal('Status', ({ status }) => status),
    ...equal('ParentCallSid', ({ parentCallSid }) => parentCallSid),
    ...timeFilters(query, 'StartTime', ({ startedAt }) => startedAt),
    ...timeFilters(query, 'EndTime', ({ endedAt }) => endedAt),
  ];
  return (record) => filters.every((filter) => filter(record));
}

/** `StartTime`, `StartTime<` and `StartTime>`, both ends included: whole UTC days, or instants if a time is given. */
function timeFilters(query: Query, name: string, of: (record: CallRecord) => number | null): Filter[] {
  return ['', '<', '>'].flatMap((operator): Filter[] => {
    const text = query.get(name + operator);
    if (!text || Number.isNaN(Date.parse(text))) return [];
    const first = Date.parse(text);
    const last = text.length <= 'YYYY-MM-DD'.length ? first + 86_399_999 : first + 999;
    return [
      (record) => {
        const at = of(record);
        return at !== null && (operator === '<' || at >= first) && (operator === '>' || at <= last);
      },
    ];
  });
}
