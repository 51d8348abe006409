import { SIREN_STATUSES, SIREN_TYPES } from '@trunkline/telephony/live-control';
import { z } from 'zod';
import { listOf, rowId, timestamp } from '../http/answer-values.ts';
import { paging, storedText } from '../http/request-values.ts';

const sentence = storedText(2000).regex(/\S/, { error: 'must say something' });
const by = z.guid().nullable().describe('a user; null where the operator of the machine did it');
const name = z.string().nullable().describe('null also where you may not see it');
const at = timestamp.nullable();

export const sirenToRaise = z
  .strictObject({
    alert_type: z.enum(SIREN_TYPES),
    reason: sentence.describe('what is the matter, for those who come to help'),
  })
  .meta({ id: 'SirenToRaise', example: { alert_type: 'emergency', reason: 'The caller is in danger.' } });

/** Why a siren is closed. */
export const sirenResolution = z
  .strictObject({ resolution: sentence })
  .meta({ id: 'SirenResolution', example: { resolution: 'Called back; all is well.' } });

export const sirenQuery = z.strictObject({
  status: z
    .enum(['open', ...SIREN_STATUSES])
    .optional()
    .describe('open: active or acknowledged'),
  call_id: rowId.max(18).optional(),
  ...paging,
});

export const siren = z
  .object({
    id: rowId,
    call_id: rowId,
    call_sid: z.string().nullable(),
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
    alerts: z.int().describe('how often it was alerted: every 30 s until somebody acknowledges it'),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'Siren' });

export const sirenPage = listOf(siren).meta({ id: 'SirenPage' });
