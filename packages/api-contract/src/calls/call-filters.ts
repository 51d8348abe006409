import { DIRECTIONS } from '@trunkline/telephony/calls';
import { PART_LENGTH, SID_PART_LENGTH } from '@trunkline/telephony/search';
import { z } from 'zod';
import { described } from '../http/described.ts';
import { anyOf, externalPhoneNumber, personFilter, searchText, time, trueOrFalse } from '../http/request-values.ts';
import { status } from './call.ts';

const seconds = (description: string, example: number) =>
  described(z.coerce.number().int().min(0).max(1_000_000).optional(), description, example);

/** The filters of calls: of the list, its count and its export. */
export const callFilters = {
  q: described(
    searchText.optional(),
    `Only calls with this text in the external number (in any notation), in the name of the contact or candidate, or at the beginning or end of the SID; at least ${PART_LENGTH} characters, of a SID ${SID_PART_LENGTH}`,
    '514-0320',
  ),
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
  agent: personFilter('Only calls of orders of this reader'),
  live: trueOrFalse('Only calls that have not ended, or only those that have'),
  duration_min: seconds('Only calls that lasted at least so many seconds', 60),
  duration_max: seconds('Only calls that lasted at most so many seconds', 600),
  has_recording: trueOrFalse('Only calls with a recording, or only those without'),
  has_gap: trueOrFalse('Only calls of which a callback is missing, or only the others; for the staff (403)'),
  has_siren: trueOrFalse('Only calls for which a siren was raised, or only the others'),
  started_after: described(time.optional(), 'Only calls that started at this time or later'),
  started_before: described(time.optional(), 'Only calls that started before this time'),
} as const;

type Bounds = {
  started_after?: Date | undefined;
  started_before?: Date | undefined;
  duration_min?: number | undefined;
  duration_max?: number | undefined;
};

/** Refuses filters that no call can satisfy. */
export const withBounds = <T extends z.ZodObject>(query: T): T =>
  query
    .refine((given) => isOrdered((given as Bounds).started_after, (given as Bounds).started_before, false), {
      path: ['started_after'],
      error: 'must be earlier than started_before',
    })
    .refine((given) => isOrdered((given as Bounds).duration_min, (given as Bounds).duration_max, true), {
      path: ['duration_min'],
      error: 'must not be more than duration_max',
    });

const isOrdered = <V extends Date | number>(from: V | undefined, to: V | undefined, mayEqual: boolean): boolean =>
  from === undefined || to === undefined || from < to || (mayEqual && from === to);
