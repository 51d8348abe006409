import { z } from 'zod';
import { number, text } from './resource-text.ts';

/**
 * One request that Twilio made or received about a call, with the answer. Twilio does not document whether every kind is
 * listed: absence proves nothing. `response_code` is null where there was no answer.
 */
export const callEvent = z.object({
  request: z.object({
    method: text,
    url: text,
    parameters: z
      .record(z.string(), z.unknown())
      .nullish()
      .transform((parameters) => parameters ?? {}),
  }),
  response: z
    .object({
      response_code: number,
      /** Milliseconds. */
      request_duration: number,
      content_type: text,
      response_body: text,
      error_code: number,
      date_created: text,
    })
    .nullish()
    .transform((response) => response ?? null),
});

export type CallEvent = z.output<typeof callEvent>;
