import type { Leg } from '../calls/leg.ts';
import { addBackground, type CallSession } from '../calls/session.ts';
import type { Params } from '../delivery/callback.ts';
import { seededRandom } from '../random.ts';
import {
  endRecording,
  finishRecording,
  moveRecording,
  newRecordingRecord,
  type RecordingRecord,
  recordingUrl,
} from '../truth/recording-record.ts';
import { isRecording, type LiveRecording, recordedSeconds } from './live-recording.ts';
import { sendRecordingCallback } from './recording-callbacks.ts';

type Plan = Pick<RecordingRecord, 'sid' | 'source' | 'channels' | 'isSilent'> &
  Partial<Pick<RecordingRecord, 'track' | 'storage' | 'isPresigned' | 'isEncrypted'>> &
  Pick<LiveRecording, 'subscription' | 'random'> & { spoken?: () => string };

export function beginRecording(
  session: CallSession,
  leg: Leg,
  { subscription, random, spoken, ...plan }: Plan,
): LiveRecording {
  const { accountSid, sid: callSid } = leg.record;
  const record = newRecordingRecord({ ...plan, accountSid, callSid, createdAt: session.clock.now() });
  const beganAt = session.clock.elapsed();
  const untouched = { skippingSince: undefined, skipped: 0, seconds: undefined };
  const recording: LiveRecording = { record, subscription, random, spoken, beganAt, ...untouched };
  leg.recordings.push(recording);
  session.truth.addRecording(record);
  sendRecordingCallback(session, leg, record, subscription);
  return recording;
}

/** Ends all recordings of a leg that is over. */
export function finishRecordings(session: CallSession, leg: Leg): void {
  for (const recording of leg.recordings.filter(isRecording)) finish(session, leg, recording, 'processing');
}

/** Ends one recording while the leg goes on. */
const stopRecording = (session: CallSession, leg: Leg, recording: LiveRecording): void =>
  finish(session, leg, recording, 'stopped');

/** The media become ready in the background, some seconds later. */
function finish(session: CallSession, leg: Leg, recording: LiveRecording, status: 'processing' | 'stopped'): void {
  const { record, subscription, spoken } = recording;
  const { truth, clock } = session;
  const seconds = (recording.seconds = recordedSeconds(session, recording));
  // A stop by REST must not change the later draws of the call.
  const random = status === 'stopped' ? seededRandom(record.sid, 'ready') : recording.random;
  const readySeconds = random.integer(2, 6);
  truth.changeRecording(record, () => endRecording(record, status, clock.now()));
  const ready = async (): Promise<void> => {
    if (status === 'stopped') await beginProcessing(session, record);
    const at = await clock.wait(readySeconds);
    if (record.status === 'deleted') return;
    if (spoken) record.spoken = spoken();
    truth.changeRecording(record, () => finishRecording(record, seconds, at));
    sendRecordingCallback(session, leg, record, subscription);
  };
  addBackground(session, ready());
}

async function beginProcessing({ truth, clock }: CallSession, record: RecordingRecord): Promise<void> {
  const at = await clock.wait(1);
  if (record.status === 'stopped') truth.changeRecording(record, () => moveRecording(record, 'processing', at));
}

/** The parameters of a recording from the start of a call, for the call's `completed` callback. */
export function recordingDetails(session: CallSession, { recordings }: Leg): Params {
  const recording = recordings.find(({ record }) => record.source === 'OutboundAPI');
  if (!recording || recording.record.isSilent) return {};
  return {
    RecordingUrl: recordingUrl(recording.record),
    RecordingSid: recording.record.sid,
    RecordingDuration: String(recordedSeconds(session, recording)),
  };
}

export const wantedStatuses = ['paused', 'in-progress', 'stopped'] as const;
export const pauseBehaviors = ['skip', 'silence'] as const;

export interface RecordingChange {
  status: (typeof wantedStatuses)[number];
  /** Whether a pause is left out of the recording, or filled with silence. */
  pauseBehavior: (typeof pauseBehaviors)[number];
}

/** Pauses, resumes or stops a recording of a live leg. Does nothing if it has that status. */
export function changeRecording(
  session: CallSession,
  leg: Leg,
  recording: LiveRecording,
  change: RecordingChange,
): void {
  const { record } = recording;
  if (record.status === change.status) return;
  if (change.status === 'stopped') return stopRecording(session, leg, recording);
  const { clock, truth } = session;
  if (change.status === 'paused') {
    if (change.pauseBehavior === 'skip') recording.skippingSince = clock.elapsed();
  } else resume(recording, clock.elapsed());
  truth.changeRecording(record, () => moveRecording(record, change.status, clock.now()));
}

function resume(recording: LiveRecording, elapsed: number): void {
  recording.skipped += elapsed - (recording.skippingSince ?? elapsed);
  recording.skippingSince = undefined;
}
