import { CALL_STATUSES } from '@trunkline/telephony/calls';
import { externalNumber } from '@trunkline/telephony/numbers';
import { z } from 'zod';
import { listOf } from '../http/answer-values.ts';
import { callOfParties, callOfStaff } from './calls.ts';
import { anyOf, paging, time } from '../http/request-values.ts';

/** The number of somebody outside, as people write it. */
export const outsideNumber = z
  .string()
  .max(40)
  .transform((text, context) => {
    const number = externalNumber(text.trim());
    if (number !== null) return number;
    context.addIssue({ code: 'custom', message: 'expected a phone number such as +15085140320' });
    return z.NEVER;
  });

export const callsQuery = z
  .strictObject({
    status: anyOf(z.enum(CALL_STATUSES)).optional(),
    direction: anyOf(z.enum(['inbound', 'outbound', 'internal', 'external'])).optional(),
    number: outsideNumber.optional(),
    order_id: z
      .string()
      .regex(/^\d{1,18}$/, { error: 'expected the number of an order' })
      .optional(),
    live: z
      .enum(['true', 'false'])
      .transform((text) => text === 'true')
      .optional(),
    started_after: time.optional(),
    started_before: time.optional(),
    ...paging,
  })
  .refine(({ started_after: from, started_before: to }) => !from || !to || from < to, {
    path: ['started_after'],
    error: 'must be earlier than started_before',
  });

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

export const callsPage = listOf(z.object({ ...callOfParties.shape, ...ofStaff.partial().shape })).meta({
  id: 'CallsPage',
  description: 'Calls and their legs, those that began last first',
});
