import { LOOKUP_STATES } from '@trunkline/telephony/reconciliation';
import { z } from 'zod';
import { callSid, rowId, timestamp } from '../http/answer-values.ts';
import { described, exampleSid } from '../http/described.ts';

/** What Twilio was asked about a call, and what it answered. */
export const callLookup = z
  .object({
    call_sid: callSid,
    call_id: described(rowId.nullable(), 'Id of the call; null while it is not known here'),
    account_sid: described(z.string().nullable(), 'The account that is asked; null for our own', exampleSid('AC')),
    state: described(
      z.enum(LOOKUP_STATES),
      'due: Twilio is asked within seconds, or again after a failure; found; unknown: Twilio has no such call; given_up after a day without an answer',
    ),
    call_status: described(z.string().nullable(), 'Status that Twilio showed', 'completed'),
    attempts: described(z.int(), 'How often Twilio was asked', 1),
    error: described(z.string().nullable(), 'Why the last attempt got no answer'),
    requested_at: timestamp,
    next_attempt_at: described(timestamp.nullable(), 'When Twilio is asked next; null if it is not'),
    settled_at: timestamp.nullable(),
    message: described(z.string(), 'The result in one sentence', 'Twilio’s REST API does not know it'),
    href: described(z.string(), 'Path of this lookup', `/api/calls/${exampleSid('CA')}/lookup`),
  })
  .meta({ id: 'CallLookup', description: 'What Twilio was asked about a call, and what it answered' });
