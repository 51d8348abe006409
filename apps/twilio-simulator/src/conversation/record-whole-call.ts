import { endRecording, finishRecording, newRecordingRecord, type RecordingRecord } from '../calls/recording-record.ts';
import { reportRecordingTo } from './report-recording.ts';
import { later, type Talk } from './talk.ts';

/** A call placed with `Record=true` is recorded from its answer to its end. */
export function recordWholeCall(talk: Talk): { recording: RecordingRecord; finish(): void } | undefined {
  const { play, leg, order } = talk;
  if (!order.recording) return undefined;
  const { channels, callback } = order.recording;
  const recording = newRecordingRecord({
    sid: `RE${play.random.hex(32)}`,
    accountSid: leg.record.accountSid,
    callSid: leg.record.sid,
    source: 'OutboundAPI',
    channels,
    createdAt: play.clock.now(),
    isSilent: false,
    storage: talk.storage,
  });
  play.truth.addRecording(recording);
  reportRecordingTo(talk, recording, callback);
  const ready = async (): Promise<void> => {
    recording.spoken = talk.said.join(' ');
    play.truth.changeRecording(recording, (record) => endRecording(record, play.clock.now()));
    await play.clock.pass(play.random.integer(2, 6));
    const seconds = leg.record.durationSeconds ?? 1;
    play.truth.changeRecording(recording, (record) => finishRecording(record, seconds, play.clock.now()));
    reportRecordingTo(talk, recording, callback);
  };
  return { recording, finish: () => later(talk, ready()) };
}
