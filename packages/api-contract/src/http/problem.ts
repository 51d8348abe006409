import { z } from 'zod';
import { described } from './described.ts';

/** Every unsuccessful answer, as RFC 9457 describes it. */
export const problem = z
  .object({
    type: described(z.url(), 'Names the kind of problem', 'https://trunkline.dev/problems/not-found'),
    title: described(z.string(), 'The kind of problem in words', 'Not found'),
    status: described(z.int(), 'HTTP status of the answer', 404),
    detail: described(z.string(), 'What happened, and what to do', 'No siren with this id is known.'),
    code: described(z.string(), 'The kind of problem, for programs', 'not_found'),
    instance: described(z.string(), 'Path of the request', '/api/sirens/42'),
    request_id: described(z.string(), 'Finds the request in the log', 'req_0b7cbb2e-3c5d-4c7a-9d0f-1a2b3c4d5e6f'),
  })
  .loose()
  .meta({ id: 'Problem' });
export type ProblemAnswer = z.output<typeof problem>;
