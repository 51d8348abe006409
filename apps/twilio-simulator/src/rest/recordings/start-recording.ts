import { seededRandom } from '../../random.ts';
import { isRecording } from '../../recordings/live-recording.ts';
import { beginRecording } from '../../recordings/record-leg.ts';
import { subscriptionOfForm } from '../../recordings/recording-subscription.ts';
import { type RecordingRecord, tracks } from '../../truth/recording-record.ts';
import { findCall, type RestParts, type Target } from '../find-shown.ts';
import { readChoice } from '../read-form.ts';
import { RestError } from '../rest-error.ts';

/**
 * Records a call from now on; one that is dialled is recorded with its parent. A second time in one call nothing more
 * happens. Throws 21220 if the call is not in progress.
 */
export function startRecording(parts: RestParts, target: Target, callSid: string): RecordingRecord {
  const { form } = target;
  const call = parts.live.get(findCall(parts, target, callSid).sid);
  if (call?.leg.record.status !== 'in-progress')
    throw new RestError(400, 21220, 'Requested resource is not eligible for recording');
  const channels = readChoice(form, 'RecordingChannels', ['mono', 'dual']) === 'dual' ? 2 : 1;
  const track = readChoice(form, 'RecordingTrack', tracks) ?? 'both';
  const { play } = call;
  const leg = play.legs[0] ?? call.leg;
  const source = 'StartCallRecordingAPI';
  const running = leg.recordings.find((each) => each.record.source === source && isRecording(each));
  if (running) return running.record;
  const random = seededRandom(leg.record.sid, 'recording', leg.recordings.length);
  const sid = `RE${random.hex(32)}`;
  const storage = parts.placed.storage();
  const plan = { sid, source, channels, track, isSilent: false, storage, random } as const;
  return beginRecording(play, leg, { ...plan, subscription: subscriptionOfForm(form) }).record;
}
