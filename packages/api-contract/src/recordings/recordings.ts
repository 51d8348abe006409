import { CUSTODY_STATES, PEAK_POINTS } from '@trunkline/telephony/recordings';
import { CALL_SID, RECORDING_SID } from '@trunkline/telephony/callbacks';
import { z } from 'zod';
import { anything, callSid, duration, listOf, recordingSid, rowId, timestamp } from '../http/answer-values.ts';
import { described, EXAMPLE_UUID, exampleSid } from '../http/described.ts';
import { anyOf, callSidFilter, paging } from '../http/request-values.ts';

const custody = described(
  z.enum(CUSTODY_STATES),
  'Whether the audio is stored here: announced by Twilio, fetching, stored, absent at Twilio, empty (zero seconds), gone (deleted at Twilio), failed to fetch, or expired',
);

const interviewFilter = described(z.uuid().optional(), 'Only recordings of the interview with this UUID', EXAMPLE_UUID);

export const recordingParam = described(z.string(), 'Twilio SID of the recording', exampleSid('RE'));

export const recordingsQuery = z.strictObject({
  interview_id: interviewFilter,
  call_sid: described(
    z.string().regex(CALL_SID, 'expected CA and 32 hexadecimal digits').optional(),
    'Only recordings of the call with this Twilio SID',
    exampleSid('CA'),
  ),
  recording_sid: described(
    z.string().regex(RECORDING_SID, 'expected RE and 32 hexadecimal digits').optional(),
    'Only the recording with this Twilio SID',
    exampleSid('RE'),
  ),
  custody: anyOf(z.enum(CUSTODY_STATES), 'Only recordings in this state of custody', ['stored', 'fetching']),
  ...paging,
});

/** What every role sees that sees the recording. */
export const recordingOfParties = z.object({
  recording_sid: recordingSid,
  call_sid: callSid.nullable(),
  status: described(z.string(), 'Status at Twilio', 'completed'),
  channels: described(z.int().nullable(), 'Number of audio channels', 2),
  duration_sec: duration,
  audio_sec: described(z.number().nullable(), 'Seconds of the stored audio by its own bytes', 28.98),
  length_note: described(
    z.string().nullable(),
    'Says so where the stored audio is longer or shorter than Twilio announced; null where both agree',
  ),
  started_at: timestamp.nullable(),
  announced_at: timestamp,
  custody,
  is_encrypted: described(z.boolean(), 'True if the stored bytes are encrypted: only the owner of the key can listen'),
  has_speech: described(z.boolean().nullable(), 'Whether speech was found; null until it was transcribed'),
  content_type: described(z.string().nullable(), 'Media type of the stored audio', 'audio/wav'),
  size_bytes: described(z.int().nullable(), 'Bytes of the stored audio', 464_044),
  stored_at: timestamp.nullable(),
  expired_at: described(timestamp.nullable(), 'When the stored audio was deleted at the end of its retention'),
  has_peaks: described(z.boolean(), 'True if its waveform is at GET /api/recordings/{sid}/peaks'),
});

/** What only the staff sees. */
const recordingOfStaff = z.object({
  source: described(z.string().nullable(), 'What started the recording, in the words of Twilio', 'DialVerb'),
  error_code: z.string().nullable(),
  encryption_details: described(
    z.string().nullable(),
    'EncryptionDetails of Twilio as JSON text, with the encrypted key of the recording; null if it is not encrypted',
  ),
  sha256: described(z.string().nullable(), 'Digest of the stored audio, hexadecimal'),
  fetch_attempts: described(z.int(), 'Number of attempts to fetch the audio'),
  remote_deleted_at: described(timestamp.nullable(), 'When Twilio deleted its copy'),
});

export const recording = z
  .object({
    ...recordingOfParties.shape,
    ...recordingOfStaff.partial().shape,
    evidence: anything.optional(),
    audio_url: described(z.string().nullable(), 'Signed URL of the audio; null unless it is stored'),
    audio_url_expires_at: described(timestamp.nullable(), 'When the signed URL ends: within an hour'),
  })
  .meta({ id: 'Recording', description: 'A recording. Fields for the staff are absent for other roles' });

export const peaksQuery = z.strictObject({
  points: described(
    z.coerce.number().int().min(1).max(PEAK_POINTS).default(PEAK_POINTS),
    'Maximal number of points of each channel',
    800,
  ),
});

export const recordingPeaks = z
  .object({
    recording_sid: recordingSid,
    audio_sec: described(
      z.number().nullable(),
      'Seconds of the audio, which the points divide into equal spans',
      28.98,
    ),
    points: described(
      z.int(),
      'Number of points of each channel: fewer than asked for only of audio of some seconds',
      800,
    ),
    peaks: described(
      z.array(z.array(z.int().min(0).max(255))),
      'For each channel the loudest sample of each span, 0 to 255 of full scale',
      [[0, 17, 203, 88]],
    ),
  })
  .meta({ id: 'RecordingPeaks', description: 'The waveform of a recording' });

export const recordingsPage = listOf(
  z.object({
    id: rowId,
    ...recordingOfParties.shape,
    ...recordingOfStaff.shape,
    available: described(z.boolean(), 'True if the audio is stored here'),
  }),
)
  .extend({ counts: described(z.record(custody, z.int()), 'Number of recordings in each state of custody') })
  .meta({ id: 'RecordingsPage' });

export const twilioRecordingsQuery = z.strictObject({
  call_sid: callSidFilter,
  interview_id: interviewFilter,
  ...paging,
});

export const twilioRecordingsPage = listOf(
  z.object({
    id: rowId,
    recording_sid: recordingSid,
    call_sid: callSid.nullable(),
    status: described(z.string(), 'Status at Twilio', 'completed'),
    custody,
    duration_sec: duration,
    channels: described(z.int().nullable(), 'Number of audio channels', 2),
    source: described(z.string().nullable(), 'What started the recording, in the words of Twilio', 'RecordVerb'),
    interview_id: z.uuid().nullable(),
    question_number: described(z.int().nullable(), 'The question of the interview that is answered, from 1'),
    announced_at: timestamp,
    stored_at: timestamp.nullable(),
  }),
).meta({ id: 'TwilioRecordingsPage' });
