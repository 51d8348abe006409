import { CALL_SID, RECORDING_SID } from '@trunkline/telephony/callbacks';
import { CUSTODY_STATES } from '@trunkline/telephony/recordings';
import { z } from 'zod';
import { anything, listOf, page, rowId, timestamp } from '../http/answer-values.ts';
import { anyOf, paging, storedText } from '../http/request-values.ts';

const custody = z.enum(CUSTODY_STATES);

export const availabilityQuery = z.strictObject({
  interview_id: z.uuid().optional(),
  call_sid: z.string().regex(CALL_SID, 'expected CA and 32 hexadecimal digits').optional(),
  recording_sid: z.string().regex(RECORDING_SID, 'expected RE and 32 hexadecimal digits').optional(),
  custody: anyOf(custody).optional(),
  ...paging,
});

/** What everybody sees who sees the recording. */
const recordingOfParties = z.object({
  recording_sid: z.string(),
  call_sid: z.string().nullable(),
  status: z.string(),
  channels: z.int().nullable(),
  duration_sec: z.int().nullable(),
  started_at: timestamp.nullable(),
  announced_at: timestamp,
  custody,
  content_type: z.string().nullable(),
  size_bytes: z.int().nullable(),
  stored_at: timestamp.nullable(),
  expired_at: timestamp.nullable(),
});

const recordingOfStaff = z.object({
  source: z.string().nullable(),
  error_code: z.string().nullable(),
  sha256: z.string().nullable(),
  fetch_attempts: z.int(),
  remote_deleted_at: timestamp.nullable(),
});

/** A recording, and where it can be heard; for the staff with the steps by which it came to us. */
export const recording = z
  .object({
    ...recordingOfParties.shape,
    ...recordingOfStaff.partial().shape,
    evidence: anything.optional(),
    audio_url: z.string().nullable(),
    audio_url_expires_at: timestamp.nullable(),
  })
  .meta({ id: 'Recording', description: 'A recording. What only the staff may see is left out for others' });

export const availabilityPage = z.object({
  counts: z.record(custody, z.int()),
  data: z.array(
    z.object({ id: rowId, ...recordingOfParties.shape, ...recordingOfStaff.shape, available: z.boolean() }),
  ),
  page,
});

export const twilioRecordingsQuery = z.strictObject({
  call_sid: storedText(100).optional(),
  interview_id: z.uuid().optional(),
  ...paging,
});

export const twilioRecordingsPage = listOf(
  z.object({
    id: rowId,
    recording_sid: z.string(),
    call_sid: z.string().nullable(),
    status: z.string(),
    custody,
    duration_sec: z.int().nullable(),
    channels: z.int().nullable(),
    source: z.string().nullable(),
    interview_id: z.uuid().nullable(),
    question_number: z.int().nullable(),
    announced_at: timestamp,
    stored_at: timestamp.nullable(),
  }),
);
