import { dialableNumber, externalNumber } from '@trunkline/telephony/numbers';
import { PART_LENGTH, readSearch } from '@trunkline/telephony/search';
import { z } from 'zod';
import { described, EXAMPLE_UUID, exampleSid } from './described.ts';

/** An RFC 3339 time. */
export const time = z.iso
  .datetime({ offset: true, error: 'expected an RFC 3339 time such as 2026-01-31T14:00:00Z' })
  .transform((text) => new Date(text));

/** Text that Postgres can store. */
export const storedText = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .refine((text) => !text.includes('\0'), { error: 'must not contain a NUL character' });

/** An optional filter with values separated by commas, any of which may match; 100 at most. */
export const anyOf = <T extends string>(item: z.ZodType<T, string>, description: string, example?: T[]) => {
  const items = { type: 'string', ...(item instanceof z.ZodEnum && { enum: item.options }) } as const;
  return z
    .string({ error: 'send it once, with commas between the values' })
    .transform((text) => text.split(','))
    .pipe(z.array(item).max(100))
    .optional()
    .meta({
      description: `${description}; several values separated by commas`,
      param: { style: 'form', explode: false },
      override: { type: 'array', items, maxItems: 100, ...(example && { examples: [example] }) },
    });
};

const numberRead = (read: (text: string) => string | null, example: string) =>
  z
    .string()
    .max(40)
    .transform((text, context) => {
      const number = read(text);
      if (number !== null) return number;
      context.addIssue({ code: 'custom', message: `expected a phone number such as ${example}` });
      return z.NEVER;
    });

/** A phone number that can be called, in any notation; the value is E.164. */
export const phoneNumber = numberRead(dialableNumber, '+16175006181');

/** The external number of a call, in any notation; the value is E.164. */
export const externalPhoneNumber = numberRead((text) => externalNumber(text.trim()), '+15085140320');

/** An optional filter with true or false. */
export const flag = (description: string) =>
  z
    .stringbool()
    .optional()
    .meta({ description, override: { type: 'boolean', examples: [true] } });

/** An optional filter with `true` or `false`, and no other word. */
export const trueOrFalse = (description: string) =>
  described(
    z
      .enum(['true', 'false'])
      .transform((text) => text === 'true')
      .optional(),
    description,
    'true',
  );

/** What a person searches for: part of a number in any notation, of a name or of a SID. */
export const searchText = storedText(100).transform((text, context) => {
  const search = readSearch(text);
  if (search) return search;
  context.addIssue({ code: 'custom', message: `needs ${PART_LENGTH} characters in a row` });
  return z.NEVER;
});

/** The search of a list of people. */
export const searchForPerson = described(
  searchText.optional(),
  `Only those with this text in their number (in any notation) or name; at least ${PART_LENGTH} characters`,
  '514-0320',
);

/** The UUID of a person as a filter. */
export const personFilter = (description: string) => described(z.uuid().optional(), description, EXAMPLE_UUID);

export const callSidFilter = described(
  storedText(100).optional(),
  'Only items of the call with this Twilio SID',
  exampleSid('CA'),
);

/** The query parameters of a list. */
export const paging = {
  limit: described(z.coerce.number().int().min(1).max(200).default(50), 'Maximal number of items on a page', 50),
  cursor: described(
    z.string().max(1000).optional(),
    '`page.next_cursor` of the previous page. The filters must be the same as there',
    'eyJhZnRlciI6IjQyIiwiZnJvbSI6bnVsbCwiZmlsdGVycyI6IlExX3oifQ',
  ),
};

/** The window in which callbacks were received. */
export const receivedWindow = {
  received_after: described(time.optional(), 'Only callbacks received at this time or later', '2026-01-31T14:00:00Z'),
  received_before: described(time.optional(), 'Only callbacks received before this time', '2026-02-01T14:00:00Z'),
};

/** The parameter of a path with our id. */
export const rowIdParam = (noun: string) => described(z.string(), `Id of the ${noun}`, '7461200000000042');

/** The parameter of a path with a UUID. */
export const uuidParam = (noun: string) => described(z.string(), `UUID of the ${noun}`, EXAMPLE_UUID);

/** The parameter of a path with a call. */
export const callParam = described(z.string(), 'Id of the call, or its Twilio SID', exampleSid('CA'));
