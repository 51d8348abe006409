import { CALL_SID } from '@trunkline/telephony/callbacks';
import { z } from 'zod';
import { text } from './resource-text.ts';

/**
 * A call as in Twilio's REST API: the wire's names, times in RFC 2822, numbers as text, null where unknown. Fields that we
 * do not read are left out.
 */
export const callResource = z.object({
  sid: z.string().regex(CALL_SID),
  account_sid: z.string(),
  parent_call_sid: text,
  from: text,
  to: text,
  direction: text,
  status: z.string().min(1),
  caller_name: text,
  forwarded_from: text,
  answered_by: text,
  start_time: text,
  end_time: text,
  /** Seconds. */
  duration: text,
  /** `-0.03000`; known some time after the end. */
  price: text,
  price_unit: text,
  /** Milliseconds. */
  queue_time: text,
  date_created: text,
  date_updated: text,
});

export type CallResource = z.output<typeof callResource>;
