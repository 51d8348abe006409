import { SIREN_STATUSES, SIREN_TYPES } from '@trunkline/telephony/live-control';
import { z } from 'zod';
import { callSid, listOf, rowId, timestamp } from '../http/answer-values.ts';
import { described, EXAMPLE_UUID } from '../http/described.ts';
import { paging, storedText } from '../http/request-values.ts';

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

export const sirensQuery = z.strictObject({
  status: described(
    z.enum(['open', ...SIREN_STATUSES]).optional(),
    'Only sirens with this status; open means active or acknowledged',
    'open',
  ),
  call_id: described(rowId.max(18).optional(), 'Only sirens of the call with this id', '42'),
  ...paging,
});

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

export const sirensPage = listOf(siren).meta({ id: 'SirensPage' });
