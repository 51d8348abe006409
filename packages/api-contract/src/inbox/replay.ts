import { CALLBACK_KINDS } from '@trunkline/telephony/callbacks';
import { z } from 'zod';
import { storedText, time } from '../http/request-values.ts';

/** Which dead letters to replay. `limit` takes the oldest; `matched` in the answer counts within it. */
export const replayRequest = z
  .strictObject({
    event_type: z.enum(CALLBACK_KINDS).optional(),
    call_sid: storedText(100).optional(),
    error_contains: storedText(500).optional(),
    received_after: time.optional(),
    received_before: time.optional(),
    all: z.boolean().default(false),
    dry_run: z.boolean().default(false),
    limit: z.int().min(1).max(1_000_000).optional(),
  })
  .meta({ id: 'ReplayRequest', example: { call_sid: 'CA00000000000000000000000000000001', dry_run: true } });
export type ReplayRequest = z.output<typeof replayRequest>;

export const replayAnswer = z.object({ dry_run: z.boolean(), matched: z.int(), replayed: z.int() });

export const replayOneAnswer = z.object({ replayed: z.literal(1) });
