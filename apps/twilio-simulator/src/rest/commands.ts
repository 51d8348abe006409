import { readCallOrder } from '../conversation/call-order.ts';
import { callResource } from './calls/call-resource.ts';
import { updateCall } from './calls/update-call.ts';
import { conferenceResource } from './conferences/conference-resource.ts';
import { updateConference } from './conferences/update-conference.ts';
import type { Resource } from './endpoint.ts';
import { deleteRecording } from './recordings/delete-recording.ts';
import { callRecordingResource } from './recordings/recording-resource.ts';
import { startRecording } from './recordings/start-recording.ts';
import { updateRecording } from './recordings/update-recording.ts';

/** Everything that can be done. Each throws `RestError` for what cannot. */
export const commands: readonly Resource[] = [
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
    isCommand: true,
    pattern: /^\/Calls\/([^/]+)\.json$/,
    async answer(parts, target, sid = '') {
      const call = await updateCall(parts, target, sid);
      return callResource(call, parts.view.isPriced(call));
    },
  },
  {
    kind: 'callRecordingCreate',
    method: 'POST',
    status: 201,
    isCommand: true,
    pattern: /^\/Calls\/([^/]+)\/Recordings\.json$/,
    answer: (parts, target, sid = '') => callRecordingResource(startRecording(parts, target, sid), false),
  },
  {
    kind: 'callRecordingUpdate',
    method: 'POST',
    isCommand: true,
    pattern: /^\/Calls\/([^/]+)\/Recordings\/([^/]+)\.json$/,
    answer: (parts, target, callSid = '', sid = '') =>
      callRecordingResource(updateRecording(parts, target, callSid, sid), false),
  },
  {
    kind: 'conferenceUpdate',
    method: 'POST',
    isCommand: true,
    pattern: /^\/Conferences\/([^/]+)\.json$/,
    answer: async (parts, target, sid = '') => conferenceResource(await updateConference(parts, target, sid)),
  },
  {
    kind: 'recordingDelete',
    method: 'DELETE',
    status: 204,
    pattern: /^\/Recordings\/([^/]+)\.json$/,
    answer: deleteRecording,
  },
];
