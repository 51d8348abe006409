import { z } from 'zod';
import { number, text } from './resource-text.ts';

/** A recording as in Twilio's REST API: the wire's names, times in RFC 2822, null where unknown. */
export const recordingResource = z.object({
  sid: z.string().regex(/^RE[0-9a-fA-F]{32}$/),
  account_sid: z.string(),
  call_sid: text,
  conference_sid: text,
  status: z.string().min(1),
  source: text,
  channels: number,
  track: text,
  start_time: text,
  /** Seconds; `-1` or null until it is completed. */
  duration: text,
  price: text,
  price_unit: text,
  error_code: number,
  media_url: text,
  /** An object with the encrypted key of the recording; null or absent where it is not encrypted. */
  encryption_details: z.unknown().optional(),
  date_created: text,
  date_updated: text,
});

export type RecordingResource = z.output<typeof recordingResource>;
