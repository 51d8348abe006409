import { z } from 'zod';

/** Every answer that is no success, as RFC 9457 has it; `code` names it, and `request_id` finds it in the log. */
export const problem = z
  .object({
    type: z.url(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    instance: z.string(),
    request_id: z.string(),
  })
  .loose()
  .meta({ id: 'Problem' });
export type ProblemAnswer = z.output<typeof problem>;
