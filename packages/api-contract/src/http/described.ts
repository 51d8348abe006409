import type { z } from 'zod';

/**
 * Adds what OpenAPI shows of a parameter or field: a sentence, with the unit of a number, and an example. The example is
 * an override, since Zod drops those of schemas that transform their input.
 */
export const described = <T extends z.ZodType>(schema: T, description: string, example?: unknown): T =>
  schema.meta({ description, ...(example !== undefined && { override: { examples: [example] } }) });

/** A Twilio SID as examples show it: `CA` and 32 hexadecimal digits. */
export const exampleSid = (prefix: 'AC' | 'CA' | 'CF' | 'RE'): string => `${prefix}27d559117edb45aac8a0270ac2f97b10`;

export const EXAMPLE_UUID = '0b7cbb2e-3c5d-4c7a-9d0f-1a2b3c4d5e6f';
