import type { RecordingRecord } from '../../truth/recording-record.ts';
import type { Truth } from '../../truth/truth.ts';
import { listRecords } from '../list-records.ts';
import type { PageRequest } from '../page.ts';
import { isWithin, readDays, readText } from '../parameters.ts';
import type { RestView } from '../rest-view.ts';
import { callRecordingResource, recordingResource } from './recording-resource.ts';

/** One page of the account's recordings. There are no recordings of conferences. */
export function listRecordings(truth: Truth, view: RestView, request: PageRequest) {
  const { query } = request;
  return list(truth, view, request, recordingResource, {
    callSid: readText(query, 'CallSid'),
    isNone: readText(query, 'ConferenceSid') !== undefined,
  });
}

/** One page of a call's recordings. */
export function listCallRecordings(truth: Truth, view: RestView, request: PageRequest, callSid: string) {
  return list(truth, view, request, callRecordingResource, { callSid, isNone: false });
}

function list(
  { recordings }: Truth,
  view: RestView,
  request: PageRequest,
  toResource: typeof recordingResource | typeof callRecordingResource,
  { callSid, isNone }: { callSid: string | undefined; isNone: boolean },
) {
  const created = readDays(request.query, 'DateCreated');
  const showsDeleted = request.query.get('IncludeSoftDeleted') === 'true';
  const listing = {
    key: 'recordings' as const,
    store: recordings,
    shown: view.shown<RecordingRecord>,
    toResource: (record: RecordingRecord) => toResource(record, view.isPriced(record)),
  };
  const selection = {
    matches: ({ createdAt, status }: RecordingRecord) =>
      !isNone && isWithin(created, createdAt) && (status !== 'deleted' || showsDeleted),
    parentSid: callSid,
    createdBefore: created?.until,
    createdFrom: created?.from,
  };
  return listRecords(listing, selection, request);
}
