import { wordsOf } from '@trunkline/telephony/calls';
import { CONSENT_STATES } from '@trunkline/telephony/consent';
import { z } from 'zod';
import { listOf, rowId, timestamp } from '../http/answer-values.ts';
import { anyOf, paging, storedText } from '../http/request-values.ts';

const contactState = z.enum(wordsOf('contact'));
const campaignEvent = z.enum(wordsOf('campaignEvent'));
const consent = z.enum(CONSENT_STATES);

export const callAttemptsQuery = z.strictObject({
  campaign_id: storedText(200).optional(),
  contact_id: storedText(200).optional(),
  call_sid: storedText(100).optional(),
  contact_state: anyOf(contactState).optional(),
  event_type: anyOf(campaignEvent).optional(),
  consent: anyOf(consent).optional(),
  ...paging,
});

const text = z.string().nullable();

/** Calls of campaigns in the telephony handler's words. */
export const callAttemptsPage = listOf(
  z.object({
    id: rowId,
    call_sid: z.string(),
    call_id: text.meta({ description: 'As the application named it in the URL' }),
    campaign_id: text,
    contact_id: text,
    event_type: campaignEvent.meta({ example: 'call.answered' }),
    contact_state: contactState,
    consent: consent.nullable(),
    consent_at: timestamp.nullable(),
    duration_sec: z.int().nullable(),
    error_code: text,
    error_message: text,
    started_at: timestamp.nullable(),
    ended_at: timestamp.nullable(),
    created_at: timestamp,
    updated_at: timestamp,
  }),
).meta({ id: 'CallAttemptsPage' });
