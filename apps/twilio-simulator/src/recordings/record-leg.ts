import type { Leg } from '../calls/leg.ts';
import { later, type Play } from '../calls/session.ts';
import { seededRandom } from '../random.ts';
import {
  endRecording,
  finishRecording,
  moveRecording,
  newRecordingRecord,
  type RecordingRecord,
} from '../truth/recording-record.ts';
import { isRecording, type LiveRecording, recordedSeconds } from './live-recording.ts';
import { reportRecording } from './report-recording.ts';

type Plan = Pick<RecordingRecord, 'sid' | 'source' | 'channels' | 'isSilent'> &
  Partial<Pick<RecordingRecord, 'track' | 'storage'>> &
  Pick<LiveRecording, 'subscription' | 'random'> & { spoken?: () => string };

export function beginRecording(play: Play, leg: Leg, { subscription, random, spoken, ...plan }: Plan): LiveRecording {
  const { accountSid, sid: callSid } = leg.record;
  const record = newRecordingRecord({ ...plan, accountSid, callSid, createdAt: play.clock.now() });
  const beganAt = play.clock.elapsed();
  const untouched = { skippingSince: undefined, skipped: 0, seconds: undefined };
  const recording: LiveRecording = { record, subscription, random, spoken, beganAt, ...untouched };
  leg.recordings.push(recording);
  play.truth.addRecording(record);
  reportRecording(play, leg, record, subscription);
  return recording;
}

/** The leg is over. */
export function finishRecordings(play: Play, leg: Leg): void {
  for (const recording of leg.recordings.filter(isRecording)) finish(play, leg, recording, 'processing');
}

/** Ends one for good while the leg goes on. */
export const stopRecording = (play: Play, leg: Leg, recording: LiveRecording): void =>
  finish(play, leg, recording, 'stopped');

/** The media are ready some seconds later; nobody on the line waits for them. */
function finish(play: Play, leg: Leg, recording: LiveRecording, status: 'processing' | 'stopped'): void {
  const { record, subscription, spoken } = recording;
  const { truth, clock } = play;
  const seconds = (recording.seconds = recordedSeconds(play, recording));
  // What REST does at some moment leaves the rest of the call as it would have been.
  const random = status === 'stopped' ? seededRandom(record.sid, 'ready') : recording.random;
  const readySeconds = random.integer(2, 6);
  truth.changeRecording(record, () => endRecording(record, status, clock.now()));
  const ready = async (): Promise<void> => {
    if (status === 'stopped') await beginProcessing(play, record);
    const at = await clock.wait(readySeconds);
    if (record.status === 'deleted') return;
    if (spoken) record.spoken = spoken();
    truth.changeRecording(record, () => finishRecording(record, seconds, at));
    reportRecording(play, leg, record, subscription);
  };
  later(play, ready());
}

async function beginProcessing({ truth, clock }: Play, record: RecordingRecord): Promise<void> {
  const at = await clock.wait(1);
  if (record.status === 'stopped') truth.changeRecording(record, () => moveRecording(record, 'processing', at));
}
