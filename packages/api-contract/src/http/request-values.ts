import { dialableNumber } from '@trunkline/telephony/numbers';
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

/** A phone number as people write it, made E.164. */
export const phoneNumber = z
  .string()
  .max(40)
  .transform((text, context) => {
    const number = dialableNumber(text);
    if (number !== null) return number;
    context.addIssue({ code: 'custom', message: 'expected a phone number such as +16175006181' });
    return z.NEVER;
  });

/** The query parameters of every list that is read page by page; `cursor` is `page.next_cursor` of the page before. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional(),
};
