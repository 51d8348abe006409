import { DIRECTIONS } from '@trunkline/telephony/calls';
import { z } from 'zod';
import { listOf } from '../http/answer-values.ts';
import { described } from '../http/described.ts';
import { anyOf, externalPhoneNumber, paging, time } from '../http/request-values.ts';
import { callOfParties, callOfStaff, status } from './call.ts';

export const callsQuery = z
  .strictObject({
    status: anyOf(status, 'Only calls with this status', ['ringing', 'in-progress']),
    direction: anyOf(z.enum(DIRECTIONS), 'Only calls in this direction, seen from our numbers', ['inbound']),
    number: described(
      externalPhoneNumber.optional(),
      'Only calls with this external number, in any notation',
      '+15085140320',
    ),
    order_id: described(
      z
        .string()
        .regex(/^\d{1,18}$/, { error: 'expected the id of an order' })
        .optional(),
      'Only calls of the order with this id',
      '42',
    ),
    live: described(
      z
        .enum(['true', 'false'])
        .transform((text) => text === 'true')
        .optional(),
      'Only calls that have not ended, or only those that have',
      'true',
    ),
    started_after: described(time.optional(), 'Only calls that started at this time or later'),
    started_before: described(time.optional(), 'Only calls that started before this time'),
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
  description: 'Calls and their legs. Fields for the staff are absent for other roles',
});
