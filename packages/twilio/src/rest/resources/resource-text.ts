import { z } from 'zod';

/** A field that Twilio writes as text: null where it is missing; a number is converted to text. */
export const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => value ?? null);

/** A field that is a number on the wire. */
export const number = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+$/)
      .transform(Number),
  ])
  .nullish()
  .transform((value) => value ?? null);
