import { COMMAND_KINDS, COMMAND_STATES, MANUAL_STATUSES, RECORDING_STATUSES } from '@trunkline/telephony/live-control';
import { CALL_STATUSES, wordsOf } from '@trunkline/telephony/calls';
import { z } from 'zod';
import { callSid, rowId, timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';

/** The lifecycle states of calls and emergency: `in_progress`, `no_answer`. */
const status = z.enum(wordsOf('lifecycle'));
const recordingState = z.enum(RECORDING_STATUSES).nullable();
const observed = described(recordingState, 'State of the recording, as Twilio reported it last');
const desired = described(recordingState, 'State that the last command leads to');

export const callDrop = z
  .strictObject({
    reason: described(
      z.string().trim().min(1).max(500),
      'Why the call is ended. It is stored with the command and never logged',
      'The caller insults the reader.',
    ),
  })
  .meta({ id: 'CallDrop' });

export const manualStatus = z
  .strictObject({
    status: z
      .preprocess((word) => (word === 'no_answer' ? 'no-answer' : word), z.enum(MANUAL_STATUSES))
      .meta({ description: 'How the call ended', examples: ['failed'] }),
    reason: described(
      z.string().trim().min(1).max(500),
      'Why the status is set by hand. It is stored with the fact and never logged',
      'Twilio reported no end; the reader says the call ended at noon.',
    ),
  })
  .meta({ id: 'ManualStatus' });

export const manuallySetCall = z
  .object({
    call_id: rowId,
    call_sid: callSid.nullable(),
    status: described(status, 'The status now: of Twilio, where it has reported an end'),
    ended_reason: described(z.string().nullable(), 'monitor_update if the status set by hand counts', 'monitor_update'),
    is_applied: described(z.boolean(), 'False while the fact waits to be applied'),
  })
  .meta({ id: 'ManuallySetCall' });

export const command = z
  .object({
    id: rowId,
    kind: z.enum(COMMAND_KINDS),
    state: described(
      z.enum(COMMAND_STATES),
      'queued, sending to Twilio, confirmed by Twilio, unconfirmed (sent, effect not seen in time), failed, or superseded by the end of the call or a later command',
    ),
    actor_role: z.string(),
    requested_at: timestamp,
    sent_at: timestamp.nullable(),
    settled_at: timestamp.nullable(),
    attempts: described(z.int(), 'Number of requests to Twilio'),
    error: z.string().nullable(),
  })
  .meta({ id: 'CallCommand' });

/** `status` is what Twilio reported last: `dropped_by_…` only once the call has ended. */
export const droppedCall = z
  .object({
    call_id: rowId,
    call_sid: callSid.nullable(),
    status: described(status, 'Status as Twilio reported it last: dropped_by_… only once the call has ended'),
    command: described(command.nullable(), 'The command to end the call; null for a call that was only scheduled'),
  })
  .meta({ id: 'DroppedCall' });

const WARNING = 'STILL RECORDING';

export const recordingControl = z
  .object({
    call_id: rowId,
    call_sid: callSid.nullable(),
    recording_status: observed,
    desired,
    warning: described(
      z.literal(WARNING).optional(),
      'Present if a pause or stop has not taken effect within three seconds',
    ),
    command,
  })
  .meta({ id: 'RecordingControl', description: 'The desired and the observed state of a live recording' });

export const callControl = z
  .object({
    recording: z.object({
      observed,
      desired,
      warning: described(z.literal(WARNING).nullable(), 'Set if a pause or stop has not taken effect in time'),
    }),
    legs: z.array(
      z.object({ id: rowId, call_sid: callSid.nullable(), status: z.enum(CALL_STATUSES), is_final: z.boolean() }),
    ),
    commands: described(z.array(command), 'Commands, the latest first'),
    open_siren: described(
      z.object({ id: rowId, status: z.string(), alert_type: z.string(), created_at: timestamp }).nullable(),
      'The open siren, if you may see it',
    ),
  })
  .meta({ id: 'CallControl', description: 'The present state of live control of a call' });
