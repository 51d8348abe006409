import { readCallOrder } from '../placed/call-order.ts';
import { callResource } from './call-resource.ts';
import { deleteRecording } from './delete-recording.ts';
import { findCall, findRecording, type RestParts, type Target } from './find-shown.ts';
import { listCalls } from './list-calls.ts';
import { listConferences } from './list-conferences.ts';
import { listEvents } from './list-events.ts';
import { listCallRecordings, listRecordings } from './list-recordings.ts';
import { readPageRequest } from './page.ts';
import { callRecordingResource, recordingResource } from './recording-resource.ts';
import { notFound } from './rest-error.ts';
import { updateCall } from './update-call.ts';

/** One kind of address below the account, and what is found there; `sids` are those in the address. */
export interface Resource {
  kind: string;
  pattern: RegExp;
  /** `GET` without one. */
  method?: 'POST' | 'DELETE';
  /** 200 without one. */
  status?: number;
  /** Undefined: an answer without a body. */
  answer(parts: RestParts, target: Target, ...sids: string[]): object | undefined | Promise<object>;
}

/** Everything that can be read or done. Each throws `RestError` for what is not there. */
export const resources: readonly Resource[] = [
  {
    kind: 'callCreate',
    method: 'POST',
    status: 201,
    pattern: /^\/Calls\.json$/,
    answer: (parts, { form }) => callResource(parts.placed.place(readCallOrder(form)), false),
  },
  {
    kind: 'callUpdate',
    method: 'POST',
    pattern: /^\/Calls\/([^/]+)\.json$/,
    async answer(parts, target, sid = '') {
      const call = await updateCall(parts, target, sid);
      return callResource(call, parts.view.isPriced(call));
    },
  },
  {
    kind: 'recordingDelete',
    method: 'DELETE',
    status: 204,
    pattern: /^\/Recordings\/([^/]+)\.json$/,
    answer: deleteRecording,
  },
  {
    kind: 'calls',
    pattern: /^\/Calls\.json$/,
    answer: ({ truth, view }, target) => listCalls(truth, view, pageRequest(target)),
  },
  {
    kind: 'call',
    pattern: /^\/Calls\/([^/]+)\.json$/,
    answer(parts, target, sid = '') {
      const call = findCall(parts, target, sid);
      return callResource(call, parts.view.isPriced(call));
    },
  },
  {
    kind: 'events',
    pattern: /^\/Calls\/([^/]+)\/Events\.json$/,
    answer(parts, target, sid = '') {
      const call = findCall(parts, target, sid);
      return listEvents(parts.log, parts.clock, parts.view, pageRequest(target), call);
    },
  },
  {
    kind: 'callRecordings',
    pattern: /^\/Calls\/([^/]+)\/Recordings\.json$/,
    answer(parts, target, sid = '') {
      const call = findCall(parts, target, sid);
      return listCallRecordings(parts.truth, parts.view, pageRequest(target), call.sid);
    },
  },
  {
    kind: 'callRecording',
    pattern: /^\/Calls\/([^/]+)\/Recordings\/([^/]+)\.json$/,
    answer(parts, target, callSid = '', sid = '') {
      const recording = findRecording(parts, target, sid);
      if (recording.callSid !== callSid) throw notFound(target.path);
      return callRecordingResource(recording, parts.view.isPriced(recording));
    },
  },
  {
    kind: 'recordings',
    pattern: /^\/Recordings\.json$/,
    answer: ({ truth, view }, target) => listRecordings(truth, view, pageRequest(target)),
  },
  {
    kind: 'recording',
    pattern: /^\/Recordings\/([^/]+)\.json$/,
    answer(parts, target, sid = '') {
      const recording = findRecording(parts, target, sid);
      return recordingResource(recording, parts.view.isPriced(recording));
    },
  },
  {
    kind: 'conferences',
    pattern: /^\/Conferences\.json$/,
    answer: (_parts, target) => listConferences(pageRequest(target)),
  },
  {
    kind: 'conference',
    pattern: /^\/Conferences\/([^/]+)\.json$/,
    answer(_parts, { path }) {
      throw notFound(path);
    },
  },
];

const pageRequest = ({ path, query }: Target) => readPageRequest(path, query);
