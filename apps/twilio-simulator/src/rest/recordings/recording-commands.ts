import { seededRandom } from '../../random.ts';
import { isRecording, subscriptionOfForm } from '../../recordings/live-recording.ts';
import { beginRecording, changeRecording, pauseBehaviors, wantedStatuses } from '../../recordings/record-leg.ts';
import { type RecordingRecord, tracks } from '../../truth/recording-record.ts';
import { getCall, getRecording, type RestParts, type EndpointRequest } from '../endpoint.ts';
import { readChoice } from '../parameters.ts';
import { invalidParameter, notFound, RestError } from '../rest-error.ts';

/**
 * Starts recording a call; a dialled leg is recorded with its parent. Returns the running recording if there is one.
 * Throws 21220 if the call is not in progress.
 */
export function startRecording(parts: RestParts, request: EndpointRequest, callSid: string): RecordingRecord {
  const { form } = request;
  const call = parts.live.get(getCall(parts, request, callSid).sid);
  if (call?.leg.record.status !== 'in-progress')
    throw new RestError(400, 21220, 'Requested resource is not eligible for recording');
  const channels = readChoice(form, 'RecordingChannels', ['mono', 'dual']) === 'dual' ? 2 : 1;
  const track = readChoice(form, 'RecordingTrack', tracks) ?? 'both';
  const { session } = call;
  const leg = session.legs[0] ?? call.leg;
  const source = 'StartCallRecordingAPI';
  const running = leg.recordings.find((each) => each.record.source === source && isRecording(each));
  if (running) return running.record;
  const random = seededRandom(leg.record.sid, 'recording', leg.recordings.length);
  const sid = `RE${random.hex(32)}`;
  const plan = { sid, source, channels, track, isSilent: false, ...parts.scriptedCalls.media(), random } as const;
  return beginRecording(session, leg, { ...plan, subscription: subscriptionOfForm(form) }).record;
}

/**
 * Pauses, resumes or stops a running recording. Throws 21220 if the call is not in progress, and 404 if the recording
 * has ended.
 */
export function updateRecording(
  parts: RestParts,
  request: EndpointRequest,
  callSid: string,
  sid: string,
): RecordingRecord {
  const { form, path, isPauseIgnored } = request;
  const call = parts.live.get(getCall(parts, request, callSid).sid);
  if (call?.leg.record.status !== 'in-progress') throw new RestError(400, 21220, 'Invalid call state');
  const { session } = call;
  const leg = session.legs[0] ?? call.leg;
  const status = readChoice(form, 'Status', wantedStatuses);
  if (!status) throw invalidParameter('Status', '');
  const pauseBehavior = readChoice(form, 'PauseBehavior', pauseBehaviors) ?? 'silence';
  const running = leg.recordings.filter(isRecording);
  const recording = sid === current ? running.at(-1) : running.find(({ record }) => record.sid === sid);
  if (!recording) throw notFound(path);
  if (!isPauseIgnored) changeRecording(session, leg, recording, { status, pauseBehavior });
  return recording.record;
}

/** The alias of the recording that started last. */
const current = 'Twilio.CURRENT';

/** Deletes a recording. Lists show it only with `IncludeSoftDeleted`. Throws 404 if it is deleted. */
export function deleteRecording(parts: RestParts, request: EndpointRequest, sid = ''): undefined {
  const { record } = parts.truth.recordings.find(getRecording(parts, request, sid).sid) ?? {};
  if (!record) return;
  parts.truth.changeRecording(record, (recording) => {
    recording.status = 'deleted';
    recording.updatedAt = parts.clock.now();
  });
}
