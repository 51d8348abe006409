import { type Endpoint, getCall, getRecording } from '../endpoint.ts';
import { readPageRequest } from '../page.ts';
import { notFound } from '../rest-error.ts';
import { listCallRecordings, listRecordings } from './list-recordings.ts';
import { deleteRecording, startRecording, updateRecording } from './recording-commands.ts';
import { callRecordingResource, recordingResource } from './recording-resource.ts';

/** The endpoints of recordings, below the account and below their calls. */
export const recordingEndpoints: readonly Endpoint[] = [
  {
    name: 'recordings',
    pattern: /^\/Recordings\.json$/,
    answer: ({ truth, view }, request) => listRecordings(truth, view, readPageRequest(request)),
  },
  {
    name: 'recording',
    pattern: /^\/Recordings\/([^/]+)\.json$/,
    answer(parts, request, sid = '') {
      const recording = getRecording(parts, request, sid);
      return recordingResource(recording, parts.view.isPriced(recording));
    },
  },
  {
    name: 'recordingDelete',
    method: 'DELETE',
    status: 204,
    pattern: /^\/Recordings\/([^/]+)\.json$/,
    answer: deleteRecording,
  },
  {
    name: 'callRecordings',
    pattern: /^\/Calls\/([^/]+)\/Recordings\.json$/,
    answer(parts, request, sid = '') {
      const call = getCall(parts, request, sid);
      return listCallRecordings(parts.truth, parts.view, readPageRequest(request), call.sid);
    },
  },
  {
    name: 'callRecordingCreate',
    method: 'POST',
    status: 201,
    isCommand: true,
    pattern: /^\/Calls\/([^/]+)\/Recordings\.json$/,
    answer: (parts, request, sid = '') => callRecordingResource(startRecording(parts, request, sid), false),
  },
  {
    name: 'callRecording',
    pattern: /^\/Calls\/([^/]+)\/Recordings\/([^/]+)\.json$/,
    answer(parts, request, callSid = '', sid = '') {
      const recording = getRecording(parts, request, sid);
      if (recording.callSid !== callSid) throw notFound(request.path);
      return callRecordingResource(recording, parts.view.isPriced(recording));
    },
  },
  {
    name: 'callRecordingUpdate',
    method: 'POST',
    isCommand: true,
    pattern: /^\/Calls\/([^/]+)\/Recordings\/([^/]+)\.json$/,
    answer: (parts, request, callSid = '', sid = '') =>
      callRecordingResource(updateRecording(parts, request, callSid, sid), false),
  },
];
