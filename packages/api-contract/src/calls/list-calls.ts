import { CALL_INCLUDES, CALL_SORTS } from '@trunkline/telephony/calls';
import {
  COMMAND_KINDS,
  COMMAND_STATES,
  RECORDING_STATUSES,
  SIREN_STATUSES,
  SIREN_TYPES,
} from '@trunkline/telephony/live-control';
import { z } from 'zod';
import { listOf, rowId, timestamp, window } from '../http/answer-values.ts';
import { described, EXAMPLE_UUID } from '../http/described.ts';
import { anyOf, paging } from '../http/request-values.ts';
import { callContact } from './call-contact.ts';
import { callFilters, withBounds } from './call-filters.ts';
import { callOfParties, callOfStaff } from './call.ts';

const sort = described(
  z.enum(CALL_SORTS).optional(),
  'Order: by start or duration, `-` for descending; default: the latest start first. A call without a duration counts as shorter than 0 s',
  '-started_at',
);

export const callsQuery = withBounds(
  z.strictObject({
    ...callFilters,
    sort,
    include: anyOf(z.enum(CALL_INCLUDES), 'Adds these to each call; gap for the staff alone', ['contact', 'siren']),
    ...paging,
  }),
);

export const callCountQuery = withBounds(z.strictObject(callFilters));
export const callExportQuery = withBounds(z.strictObject({ ...callFilters, sort }));

export const callCount = z
  .object({
    count: described(z.int(), 'Number of calls, 10000 at most', 1204),
    capped: described(z.boolean(), 'True if there are at least as many: more than 10000, or more than were looked at'),
    window,
  })
  .meta({ id: 'CallCount' });

const text = z.string().nullable();
const person = described(z.guid(), 'UUID of the user', EXAMPLE_UUID);
const nameOfPerson = described(text, 'Name of the user; null also if you may not see it', 'Amara');

const command = {
  kind: z.enum(COMMAND_KINDS),
  state: described(z.enum(COMMAND_STATES), 'State of the last command'),
  requested_at: timestamp,
  error: described(text, 'Why it failed, or was not confirmed yet'),
};
const recording = z.enum(RECORDING_STATUSES).nullable();

/** What was asked of a live call, and what was observed. */
const control = z
  .object({
    recording: z.object({
      asked: described(recording, 'State that the open command leads to; without one, what was seen'),
      seen: described(recording, 'State of the recording, as Twilio reported it last'),
      warning: described(
        z.literal('STILL RECORDING').nullable(),
        'Set if a pause or stop has not taken effect in time',
      ),
      command: z.object(command).nullable(),
    }),
    drop: described(
      z.object({ ...command, seen: described(z.boolean(), 'True once the call has ended') }).nullable(),
      'The last command to end the call',
    ),
  })
  .meta({ id: 'ListedControl' });

const ofStaff = callOfStaff.pick({
  twilio_direction: true,
  price: true,
  price_unit: true,
  answered_by: true,
  error_code: true,
  siren_triggered: true,
  candidate_id: true,
  campaign_id: true,
  campaign_contact_id: true,
  external_call_id: true,
});

/** A call in a list. */
export const listedCall = z
  .object({
    ...callOfParties.shape,
    ...ofStaff.partial().shape,
    ringing_since: described(timestamp.nullable(), 'When it first rang; null if no callback said so'),
    answered_at: described(timestamp.nullable(), 'When it was answered; null while it is not, or if that is unknown'),
    contact: callContact.nullable().optional(),
    agent: described(z.object({ id: person, name: nameOfPerson }).nullable().optional(), 'The reader of the order'),
    order: z
      .object({ id: rowId, status: z.string(), client_id: person, client_name: nameOfPerson })
      .nullable()
      .optional(),
    siren: described(
      z
        .object({
          id: rowId,
          alert_type: z.enum(SIREN_TYPES),
          status: z.enum(SIREN_STATUSES),
          raised_at: timestamp,
          acknowledged_at: timestamp.nullable(),
          acknowledged_by_name: nameOfPerson,
        })
        .nullable()
        .optional(),
      'The open siren, if you may see it',
    ),
    control: control.nullable().optional(),
    gap: z.object({ open: described(z.int(), 'Number of missing callbacks', 1) }).optional(),
  })
  .meta({ id: 'ListedCall', description: 'A call in a list. Fields for the staff are absent for other roles' });

export const callsPage = listOf(listedCall).extend({ window }).meta({
  id: 'CallsPage',
  description: 'Calls and their legs',
});
