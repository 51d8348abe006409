/** What Twilio itself knows of a recording. */
export interface RecordingRecord {
  readonly sid: string;
  readonly accountSid: string;
  readonly callSid: string;
  readonly source: 'OutboundAPI' | 'StartCallRecordingAPI' | 'RecordVerb';
  readonly channels: 1 | 2;
  readonly track: Track;
  /** When it began. */
  readonly createdAt: number;
  /** Nothing but silence: in the end there is no recording after all. */
  readonly isSilent: boolean;
  /** Where the media are kept instead of at Twilio, without a slash at the end. */
  readonly storage: string | null;
  /** What is said in it, where that was decided; otherwise it is made up from the SID. */
  spoken: string | null;
  status: RecordingStatus;
  /** Every status that it has had, and since when. */
  history: readonly { status: RecordingStatus; at: number }[];
  durationSeconds: number | null;
  endedAt: number | null;
  /** As it will be billed; REST tells it only some time after the end. */
  price: string | null;
  updatedAt: number;
}

type RecordingStatus = 'in-progress' | 'paused' | 'stopped' | 'processing' | 'completed' | 'absent' | 'deleted';

export const tracks = ['inbound', 'outbound', 'both'] as const;
type Track = (typeof tracks)[number];

type Given = Pick<
  RecordingRecord,
  'sid' | 'accountSid' | 'callSid' | 'source' | 'channels' | 'createdAt' | 'isSilent'
> &
  Partial<Pick<RecordingRecord, 'storage' | 'spoken' | 'track'>>;

export function newRecordingRecord(given: Given): RecordingRecord {
  const { createdAt } = given;
  return {
    storage: null,
    spoken: null,
    track: 'both',
    ...given,
    status: 'in-progress',
    history: [{ status: 'in-progress', at: createdAt }],
    durationSeconds: null,
    endedAt: null,
    price: null,
    updatedAt: createdAt,
  };
}

export function moveRecording(record: RecordingRecord, status: RecordingStatus, at: number): void {
  record.status = status;
  record.updatedAt = at;
  record.history = [...record.history, { status, at }];
}

/** It is over, because the call is or because REST stopped it; the media are not ready yet. */
export function endRecording(record: RecordingRecord, status: 'stopped' | 'processing', at: number): void {
  moveRecording(record, status, at);
  record.endedAt = at;
}

/** The media are ready, or turned out to be nothing. */
export function finishRecording(record: RecordingRecord, durationSeconds: number, at: number): void {
  moveRecording(record, record.isSilent ? 'absent' : 'completed', at);
  if (record.isSilent) return;
  record.durationSeconds = durationSeconds;
  record.price = (-perMinute * Math.ceil(durationSeconds / 60)).toFixed(5);
}

const perMinute = 0.0025;

/** Why there is no recording: it was silent. */
export const silentErrorCode = 16102;

export const recordingUrl = ({ accountSid, sid, storage }: RecordingRecord): string =>
  storage === null
    ? `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Recordings/${sid}`
    : `${storage}/${accountSid}/${sid}`;
