import { callResource } from './calls/call-resource.ts';
import { listCalls } from './calls/list-calls.ts';
import { listEvents } from './calls/list-events.ts';
import { commands } from './commands.ts';
import { conferenceResource } from './conferences/conference-resource.ts';
import { listConferences } from './conferences/list-conferences.ts';
import { listParticipants } from './conferences/list-participants.ts';
import type { Resource } from './endpoint.ts';
import { findCall, findConference, findRecording, type Target } from './find-shown.ts';
import { readPageRequest } from './page.ts';
import { listCallRecordings, listRecordings } from './recordings/list-recordings.ts';
import { callRecordingResource, recordingResource } from './recordings/recording-resource.ts';
import { notFound } from './rest-error.ts';

/** Everything that can be read or done. Each throws `RestError` for what is not there. */
export const resources: readonly Resource[] = [
  ...commands,
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
    answer: ({ truth, view }, target) => listConferences(truth, view, pageRequest(target)),
  },
  {
    kind: 'conference',
    pattern: /^\/Conferences\/([^/]+)\.json$/,
    answer: (parts, target, sid = '') => conferenceResource(findConference(parts, target, sid)),
  },
  {
    kind: 'participants',
    pattern: /^\/Conferences\/([^/]+)\/Participants\.json$/,
    answer(parts, target, sid = '') {
      const conference = findConference(parts, target, sid);
      return listParticipants(parts.placed.conferences, conference, pageRequest(target));
    },
  },
];

const pageRequest = ({ path, query }: Target) => readPageRequest(path, query);
