import { wordsOf } from '@trunkline/telephony/calls';
import { CONSENT_STATES } from '@trunkline/telephony/consent';

import { z } from 'zod';
import { callSid, duration, listOf, rowId, timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';
import { anyOf, callSidFilter, paging, storedText } from '../http/request-values.ts';

const contactState = z.enum(wordsOf('contact'));
const campaignEvent = z.enum(wordsOf('campaignEvent'));
const consent = z.enum(CONSENT_STATES);

export const callAttemptsQuery = z.strictObject({
  campaign_id: described(storedText(200).optional(), 'Only calls of the campaign with this id', 'spring-survey'),
  contact_id: described(storedText(200).optional(), 'Only calls to this contact of the application', 'contact-7'),
  call_sid: callSidFilter,
  contact_state: anyOf(contactState, 'Only calls that left the contact in this state', ['reached']),
  event_type: anyOf(campaignEvent, 'Only calls whose last domain event is this one', ['call.answered']),
  consent: anyOf(consent, 'Only calls with this consent', ['given']),
  ...paging,
});

const text = z.string().nullable();

/** The calls of campaigns in the words of the telephony handler. */
export const callAttemptsPage = listOf(
  z.object({
    id: rowId,
    call_sid: callSid,
    call_id: described(text, 'The call_id that the application put into the callback URL'),
    campaign_id: text,
    contact_id: text,
    event_type: described(campaignEvent, 'Last domain event', 'call.answered'),
    contact_state: contactState,
    consent: consent.nullable(),
    consent_at: timestamp.nullable(),
    duration_sec: duration,
    error_code: text,
    error_message: text,
    started_at: timestamp.nullable(),
    ended_at: timestamp.nullable(),
    created_at: timestamp,
    updated_at: timestamp,
  }),
).meta({ id: 'CallAttemptsPage' });
