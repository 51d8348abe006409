import { changeRecording, pauseBehaviors, wantedStatuses } from '../../recordings/change-recording.ts';
import { isRecording } from '../../recordings/live-recording.ts';
import type { RecordingRecord } from '../../truth/recording-record.ts';
import { findCall, type RestParts, type Target } from '../find-shown.ts';
import { readChoice } from '../read-form.ts';
import { invalidParameter, notFound, RestError } from '../rest-error.ts';

/**
 * Pauses, resumes or stops a recording that is going on. Throws 21220 if the call is not in progress, and 404 if that
 * recording is over: nothing brings it back.
 */
export function updateRecording(parts: RestParts, target: Target, callSid: string, sid: string): RecordingRecord {
  const { form, path, isPauseIgnored } = target;
  const call = parts.live.get(findCall(parts, target, callSid).sid);
  if (call?.leg.record.status !== 'in-progress') throw new RestError(400, 21220, 'Invalid call state');
  const { play } = call;
  const leg = play.legs[0] ?? call.leg;
  const status = readChoice(form, 'Status', wantedStatuses);
  if (!status) throw invalidParameter('Status', '');
  const pauseBehavior = readChoice(form, 'PauseBehavior', pauseBehaviors) ?? 'silence';
  const running = leg.recordings.filter(isRecording);
  const recording = sid === current ? running.at(-1) : running.find(({ record }) => record.sid === sid);
  if (!recording) throw notFound(path);
  if (!isPauseIgnored) changeRecording(play, leg, recording, { status, pauseBehavior });
  return recording.record;
}

/** The one that began last. */
const current = 'Twilio.CURRENT';
