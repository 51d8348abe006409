/** A recording as Twilio itself knows it. */
export interface RecordingRecord {
  readonly sid: string;
  readonly accountSid: string;
  readonly callSid: string;
  readonly source: 'OutboundAPI' | 'StartCallRecordingAPI' | 'RecordVerb';
  readonly channels: 1 | 2;
  readonly track: Track;
  readonly createdAt: number;
  /** Contains only silence: ends as `absent`. */
  readonly isSilent: boolean;
  /** The external storage of the media, without a trailing slash; null: Twilio. */
  readonly storage: string | null;
  /** Its URL in external storage has a signature in its query. */
  readonly isPresigned: boolean;
  /** The media are encrypted with the customer's key. */
  readonly isEncrypted: boolean;
  /** The spoken text. Null: derived from the SID. */
  spoken: string | null;
  status: RecordingStatus;
  /** Every status so far, with its time. */
  history: readonly { status: RecordingStatus; at: number }[];
  durationSeconds: number | null;
  endedAt: number | null;
  /** REST shows it only some time after the end of the recording. */
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
  Partial<Pick<RecordingRecord, 'storage' | 'isPresigned' | 'isEncrypted' | 'spoken' | 'track'>>;

export function newRecordingRecord(given: Given): RecordingRecord {
  const { createdAt } = given;
  return {
    storage: null,
    isPresigned: false,
    isEncrypted: false,
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

/** Ends a recording with its call, or because REST stopped it. The media are not ready yet. */
export function endRecording(record: RecordingRecord, status: 'stopped' | 'processing', at: number): void {
  moveRecording(record, status, at);
  record.endedAt = at;
}

/** The media are ready, or the recording is absent. */
export function finishRecording(record: RecordingRecord, durationSeconds: number, at: number): void {
  moveRecording(record, record.isSilent ? 'absent' : 'completed', at);
  if (record.isSilent) return;
  record.durationSeconds = durationSeconds;
  record.price = (-perMinute * Math.ceil(durationSeconds / 60)).toFixed(5);
}

const perMinute = 0.0025;

/** Twilio's error code for an absent recording: it was silent. */
export const silentErrorCode = 16102;

export function recordingUrl({ accountSid, sid, storage, isPresigned }: RecordingRecord): string {
  if (storage === null) return `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Recordings/${sid}`;
  const signature = '?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=3600&X-Amz-Signature=';
  return `${storage}/${accountSid}/${sid}${isPresigned ? `${signature}${sid.slice(2)}` : ''}`;
}

/** What Twilio says of an encrypted recording; the key in it is encrypted itself. */
export const encryptionDetails = ({ sid, isEncrypted }: RecordingRecord): object | null =>
  isEncrypted
    ? {
        type: 'rsa-aes',
        public_key_sid: `CR${sid.slice(2)}`,
        encrypted_cek: Buffer.from(`key of ${sid}`).toString('base64'),
        iv: Buffer.from(sid.slice(2, 14)).toString('base64'),
      }
    : null;
