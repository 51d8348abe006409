import { readCallOrder } from '../placed/call-order.ts';
import { callResource } from './call-resource.ts';
import { conferenceResource } from './conference-resource.ts';
import { deleteRecording } from './delete-recording.ts';
import { callRecordingResource } from './recording-resource.ts';
import type { Resource } from './resource.ts';
import { startRecording } from './start-recording.ts';
import { updateCall } from './update-call.ts';
import { updateConference } from './update-conference.ts';
import { updateRecording } from './update-recording.ts';

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
