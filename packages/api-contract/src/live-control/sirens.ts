import { CALL_STATUSES } from '@trunkline/telephony/calls';
import { SIREN_STATUSES, SIREN_TYPES } from '@trunkline/telephony/live-control';
import { z } from 'zod';
import { callContact } from '../calls/call-contact.ts';
import { callSid, listOf, rowId, timestamp, window } from '../http/answer-values.ts';
import { described, EXAMPLE_UUID } from '../http/described.ts';
import { paging, storedText, time } from '../http/request-values.ts';

const sentence = storedText(2000).regex(/\S/, { error: 'must contain a visible character' });
const by = described(z.guid().nullable(), 'UUID of the user; null for the operator of the machine', EXAMPLE_UUID);
const name = described(z.string().nullable(), 'Name of the user; null also if you may not see it');
const at = timestamp.nullable();

export const sirenToRaise = z
  .strictObject({
    alert_type: described(z.enum(SIREN_TYPES), 'Kind of emergency', 'emergency'),
    reason: described(sentence, 'What has happened, for those who respond', 'The caller is in danger.'),
  })
  .meta({ id: 'SirenToRaise' });

export const sirenResolution = z
  .strictObject({ resolution: described(sentence, 'How the siren ended', 'Called back; the caller is safe.') })
  .meta({ id: 'SirenResolution' });

const raised = {
  raised_after: described(time.optional(), 'Only sirens raised at this time or later', '2026-01-31T14:00:00Z'),
  raised_before: described(time.optional(), 'Only sirens raised before this time', '2026-02-01T14:00:00Z'),
};

export const sirensQuery = z.strictObject({
  status: described(
    z.enum(['open', ...SIREN_STATUSES]).optional(),
    'Only sirens with this status; open means active or acknowledged',
    'open',
  ),
  call_id: described(rowId.max(18).optional(), 'Only sirens of the call with this id', '42'),
  ...raised,
  ...paging,
});

export const sirenSummaryQuery = z.strictObject(raised);

export const siren = z
  .object({
    id: rowId,
    call_id: rowId,
    call_sid: callSid.nullable(),
    triggered_by: by,
    triggered_by_name: name,
    alert_type: z.enum(SIREN_TYPES),
    reason: z.string(),
    status: z.enum(SIREN_STATUSES),
    acknowledged_by: by,
    acknowledged_by_name: name,
    acknowledged_at: at,
    resolved_by: by,
    resolved_by_name: name,
    resolved_at: at,
    resolution: z.string().nullable(),
    alerts: described(z.int(), 'Number of alerts: one every 30 seconds until the siren is acknowledged'),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'Siren' });

/** The call of a siren, if you may see it. */
const callOfSiren = z
  .object({
    status: z.enum(CALL_STATUSES),
    direction: z.string(),
    from_number: z.string().nullable(),
    to_number: z.string().nullable(),
    caller: described(z.string(), 'The caller as people write it', '+1 (508) 514-0320'),
    called: described(z.string(), 'The called party as people write it', 'dispatcher'),
    is_final: described(z.boolean(), 'True once the call has ended'),
    started_at: timestamp,
    answered_at: at,
    ended_at: at,
    recording_status: described(z.string().nullable(), 'State of the live recording: recording, paused or stopped'),
  })
  .meta({ id: 'CallOfSiren' });

export const listedSiren = siren
  .extend({
    raised_at: described(timestamp, 'When it was raised; how long ago is counted from here'),
    call: callOfSiren.nullable(),
    contact: callContact.nullable(),
  })
  .meta({ id: 'ListedSiren' });

export const sirensPage = listOf(listedSiren).extend({ window }).meta({ id: 'SirensPage' });

const seconds = (description: string, example: number) => described(z.number().nullable(), description, example);

export const sirenSummary = z
  .object({
    sirens: described(z.int(), 'Number of sirens, the latest 10000 at most', 12),
    open: described(z.int(), 'Number of those that are not closed', 1),
    false_alarms: described(z.int(), 'Number of false alarms', 3),
    false_alarm_share: seconds('Share of false alarms among the closed ones, from 0 to 1; null without any', 0.25),
    acknowledge_seconds: seconds('Median of the seconds from raising to acknowledging; null without any', 14),
    resolve_seconds: seconds('Median of the seconds from raising to resolving; null without any', 204),
    by_type: described(z.partialRecord(z.enum(SIREN_TYPES), z.int()), 'Number of sirens of each kind', {
      emergency: 9,
      quality_issue: 3,
    }),
    window,
  })
  .meta({ id: 'SirenSummary' });
