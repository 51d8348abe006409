import { callExportQuery } from '@trunkline/api-contract/calls';
import { listCalls, type CallFilter, type CallListRow, type CallPage } from '@trunkline/db/calls';
import type { CallSort } from '@trunkline/telephony/calls';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { csvLine, type CsvValue } from '../http/csv.ts';
import { route, type Route, type RouteContext } from '../http/route.ts';
import { toCallFilter } from './call-query.ts';
import { displayParties } from './present-listed-call.ts';

/** Enough for a spreadsheet; more is read by the pages of the list. */
const EXPORTED_AT_MOST = 50_000;
const ROWS_AT_ONCE = 500;

export const callExportRoutes = (atMost = EXPORTED_AT_MOST): Route[] => [
  route(
    {
      operationId: 'exportCalls',
      method: 'get',
      path: '/api/calls.csv',
      permission: 'calls.read',
      tag: 'Calls',
      summary: 'Export calls as CSV',
      description: `Sends the calls of the same filters as the list as CSV, ${EXPORTED_AT_MOST} at most. X-Row-Limit has this limit; if it is reached, the last line says so. Text that a spreadsheet would run as a formula has an apostrophe before it.`,
      query: callExportQuery,
      answerType: 'text/csv',
      answers: { 200: z.string() },
    },
    async ({ read, query, may, request, response }) => {
      const filter = toCallFilter(query, may);
      response.type('text/csv').set({
        'Content-Disposition': 'attachment; filename="calls.csv"',
        'X-Row-Limit': `${atMost}`,
      });
      if (request.method === 'HEAD') return void response.end();
      const lines = csvLines(read, filter, query.sort, atMost);
      const first = await lines.next(); // an error before the first line is still answered as a problem
      response.write(first.value ?? '');
      await pipeline(Readable.from(lines), response).catch((error: unknown) => {
        if (!isOfLeaving(error)) throw error; // the response is destroyed in both cases
      });
      return undefined;
    },
  ),
];

/** The client left during a page, or before the second one. */
const isOfLeaving = (error: unknown): boolean =>
  ['ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_UNABLE_TO_PIPE'].includes((error as { code?: string }).code ?? '');

async function* csvLines(
  read: RouteContext['read'],
  filter: CallFilter,
  sort: CallSort | undefined,
  atMost: number,
): AsyncGenerator<string, void> {
  let [after, left]: [string | undefined, number] = [undefined, atMost];
  let head = csvLine(COLUMNS.map(([name]) => name));
  do {
    const limit = Math.min(ROWS_AT_ONCE, left);
    const position: string | undefined = after;
    const { rows, next }: CallPage = await read((tx) =>
      listCalls(tx, filter, { after: position, limit, include: ['contact', 'agent'], ...(sort && { sort }) }),
    );
    yield head + rows.map((row) => csvLine(COLUMNS.map(([, valueOf]) => valueOf(row as ExportedCall)))).join('');
    head = '';
    left -= rows.length;
    after = next;
  } while (after !== undefined && left > 0);
  if (after !== undefined) yield csvLine([`Only the first ${atMost} calls. Narrow the filters to export the others.`]);
}

type ExportedCall = CallListRow & {
  [column: string]: CsvValue;
} & {
  contact: { display_name: string | null } | null;
  agent: { name: string | null } | null;
};

const own = (name: string): [string, (call: ExportedCall) => CsvValue] => [name, (call) => call[name]];

/** Fields for the staff are empty for other roles. */
const COLUMNS: readonly [string, (call: ExportedCall) => CsvValue][] = [
  ...['id', 'call_sid', 'parent_call_sid', 'status', 'direction', 'from_number', 'to_number', 'outside_number'].map(
    own,
  ),
  ['caller', (call) => displayParties(call).caller],
  ['called', (call) => displayParties(call).called],
  ['contact', ({ contact }) => contact?.display_name],
  ['agent', ({ agent }) => agent?.name],
  ...['order_id', 'start_time', 'ringing_since', 'answered_at', 'end_time', 'duration_sec', 'ended_reason'].map(own),
  ...['recording_sid', 'price', 'price_unit', 'error_code', 'campaign_id', 'external_call_id'].map(own),
];
