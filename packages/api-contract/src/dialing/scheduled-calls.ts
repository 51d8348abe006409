import { CALL_STATUSES } from '@trunkline/telephony/calls';
import { z } from 'zod';
import { rowId, timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';

const instant = z.iso.datetime({ offset: true });
const localTime = z.iso.datetime({ local: true });

export const callToSchedule = z
  .strictObject({
    order_id: described(
      z
        .union([z.int().min(1), z.string().regex(/^\d{1,18}$/)], { error: 'expected the id of an order' })
        .transform(String),
      'Id of an open order with a reader, as text or number',
      '42',
    ),
    scheduled_at: described(
      z.union([instant, localTime], {
        error: 'expected a time such as 2026-01-31T14:00:00Z, or 2026-01-31T14:00 with time_zone',
      }),
      'When the call starts: with an offset, or as the clocks of `time_zone` show it. A time that these clocks skip is refused; of a time that they show twice, the first is used',
      '2026-12-01T14:00',
    ),
    time_zone: described(
      z.string().max(64).optional(),
      'IANA time zone; required if `scheduled_at` has no offset. It is stored with the call',
      'Europe/Berlin',
    ),
  })
  .meta({ id: 'CallToSchedule' });

export const scheduledCall = z
  .object({
    id: rowId,
    call_id: described(rowId, 'The same as `id`'),
    order_id: rowId,
    status: z.enum(CALL_STATUSES),
    scheduled_at: timestamp,
    scheduled_local: described(z.string(), 'The time as the clocks of `time_zone` show it', '2026-12-01T14:00'),
    time_zone: z.string(),
  })
  .meta({ id: 'ScheduledCall' });
