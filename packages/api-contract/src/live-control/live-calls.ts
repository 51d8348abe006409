import { CALL_STATUSES } from '@trunkline/telephony/calls';
import { COMMAND_KINDS, COMMAND_STATES } from '@trunkline/telephony/live-control';
import { z } from 'zod';
import { rowId, timestamp } from '../http/answer-values.ts';

const instant = z.iso.datetime({ offset: true });
const wallTime = z.iso.datetime({ local: true });
const status = z.enum(CALL_STATUSES);
const recordingState = z.enum(['stopped', 'recording', 'paused']).nullable();

export const callToSchedule = z
  .strictObject({
    order_id: z
      .union([z.int().min(1), z.string().regex(/^\d{1,18}$/)], { error: 'expected the id of an order' })
      .transform(String),
    scheduled_at: z
      .union([instant, wallTime], {
        error: 'expected a time such as 2026-01-31T14:00:00Z, or 2026-01-31T14:00 with time_zone',
      })
      .describe('with an offset, or as the clocks of time_zone show it'),
    time_zone: z.string().max(64).optional().describe('such as Europe/Berlin; it is kept with the call'),
  })
  .meta({
    id: 'CallToSchedule',
    description:
      'A time that the clocks of its zone skip is refused; of one that they show twice the first is meant, unless it has an offset',
    example: { order_id: '42', scheduled_at: '2026-12-01T14:00', time_zone: 'Europe/Berlin' },
  });

/** A scheduled call; `scheduled_local` is what the clocks of its zone show. */
export const scheduledCall = z
  .object({
    id: rowId,
    call_id: rowId,
    order_id: rowId,
    status,
    scheduled_at: timestamp,
    scheduled_local: z.string(),
    time_zone: z.string(),
  })
  .meta({ id: 'ScheduledCall' });

export const dropBody = z
  .strictObject({ reason: z.string().trim().min(1).max(500).describe('why; kept with the order, never logged') })
  .meta({ id: 'CallToDrop', example: { reason: 'The caller is being insulted.' } });

const command = z.object({
  id: rowId,
  kind: z.enum(COMMAND_KINDS),
  state: z.enum(COMMAND_STATES),
  actor_role: z.string(),
  requested_at: timestamp,
  sent_at: timestamp.nullable(),
  settled_at: timestamp.nullable(),
  attempts: z.int(),
  error: z.string().nullable(),
});

/** `status` is what Twilio told last: it is `dropped_by_…` once the call is over, not before. */
export const droppedCall = z
  .object({ call_id: rowId, call_sid: z.string().nullable(), status, command: command.nullable() })
  .meta({ id: 'DroppedCall' });

const WARNING = 'STILL RECORDING';

/** What is wanted and what is seen are two things; `warning` is there while a pause or a stop is not seen. */
export const recordingControl = z
  .object({
    call_id: rowId,
    call_sid: z.string().nullable(),
    recording_status: recordingState.describe('as it was seen at Twilio'),
    desired: recordingState,
    warning: z.literal(WARNING).optional(),
    command,
  })
  .meta({ id: 'RecordingControl' });

/** What live control shows of a call. */
export const callControl = z
  .object({
    recording: z.object({ observed: recordingState, desired: recordingState, warning: z.literal(WARNING).nullable() }),
    legs: z.array(z.object({ id: rowId, call_sid: z.string().nullable(), status, is_final: z.boolean() })),
    commands: z.array(command).describe('the latest first'),
    open_siren: z
      .object({ id: rowId, status: z.string(), alert_type: z.string(), created_at: timestamp })
      .nullable()
      .describe('as far as the reader may see it'),
  })
  .meta({ id: 'CallControl' });
