import { INBOX_STATES, type InboxFilter } from '@trunkline/db';
import { FACT_KINDS } from '@trunkline/telephony';
import { z } from 'zod';

/** An RFC 3339 time. */
export const time = z.iso
  .datetime({ offset: true, error: 'expected an RFC 3339 time such as 2026-01-31T14:00:00Z' })
  .transform((text) => new Date(text));

/** Text as Postgres can hold it. */
export const storedText = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .refine((text) => !text.includes('\0'), { error: 'must not hold a NUL' });

/** Values separated by commas, any of which may fit. */
export const anyOf = <T extends string>(item: z.ZodType<T, string>) =>
  z
    .string({ error: 'give it once, with commas between the values' })
    .transform((text) => text.split(','))
    .pipe(z.array(item).max(100));

/** The query parameters of a list of dead letters. */
export const deadLettersQuery = z.strictObject({
  type: anyOf(z.enum(FACT_KINDS)).optional(),
  call_sid: anyOf(storedText(100)).optional(),
  recording_sid: anyOf(storedText(100)).optional(),
  received_after: time.optional(),
  received_before: time.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional(),
});

/** The query parameters of the inbox. */
export const inboxQuery = z.strictObject({ state: anyOf(z.enum(INBOX_STATES)).optional(), ...deadLettersQuery.shape });

export type InboxQuery = z.output<typeof inboxQuery>;

/** The filter that a query asks for, but for its window. */
export const toFilter = ({ state, type, call_sid, recording_sid }: InboxQuery): InboxFilter => ({
  states: state,
  eventTypes: type,
  callSids: call_sid,
  recordingSids: recording_sid,
});
