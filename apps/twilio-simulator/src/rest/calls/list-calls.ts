import { type CallRecord, restStatuses } from '../../truth/call-record.ts';
import type { Truth } from '../../truth/truth.ts';
import { listRecords, type Selection } from '../list-records.ts';
import type { PageRequest } from '../page.ts';
import { isWithin, readDays, readText } from '../parameters.ts';
import type { RestView } from '../rest-view.ts';
import { callResource } from './call-resource.ts';

/** One page of calls. */
export function listCalls({ calls }: Truth, view: RestView, request: PageRequest) {
  const toResource = (record: CallRecord) => callResource(record, view.isPriced(record));
  const listing = { key: 'calls' as const, store: calls, shown: view.shown<CallRecord>, toResource };
  return listRecords(listing, selectCalls(request.query), request);
}

function selectCalls(query: URLSearchParams): Selection<CallRecord> {
  const to = readText(query, 'To');
  const from = readText(query, 'From');
  const status = readText(query, 'Status', restStatuses);
  const parentSid = readText(query, 'ParentCallSid');
  const started = readDays(query, 'StartTime');
  const ended = readDays(query, 'EndTime');
  return {
    matches: (record) =>
      (to === undefined || record.to === to) &&
      (from === undefined || record.from === from) &&
      (status === undefined || record.status === status) &&
      isWithin(started, record.startedAt) &&
      isWithin(ended, record.endedAt),
    parentSid,
    createdBefore: Math.min(started?.until ?? Number.POSITIVE_INFINITY, ended?.until ?? Number.POSITIVE_INFINITY),
    createdFrom: Math.max(
      (started?.from ?? Number.NEGATIVE_INFINITY) - longestQueueMs,
      (ended?.from ?? Number.NEGATIVE_INFINITY) - longestCallMs,
    ),
  };
}

/** The longest time between creation and start of a call. */
const longestQueueMs = 3_600_000;
/** The longest time between creation and end of a call. */
const longestCallMs = 86_400_000;
