import { SYNC_KINDS, SYNC_RUN_STATES } from '@trunkline/telephony/reconciliation';
import { z } from 'zod';
import { anything, rowId, timestamp } from '../http/answer-values.ts';

const state = z.enum(SYNC_RUN_STATES);
const counts = { synced: z.int(), skipped: z.int(), total: z.int() };

/** A scan of Twilio’s lists. */
export const syncRun = z
  .object({
    id: rowId,
    kind: z.enum(SYNC_KINDS),
    since: timestamp,
    until: timestamp,
    state,
    progress: anything,
    ...counts,
    error: z.string().nullable(),
    cancel_requested: z.boolean(),
    created_at: timestamp,
    started_at: timestamp.nullable(),
    finished_at: timestamp.nullable(),
  })
  .meta({ id: 'SyncRun' });

/** A scan that is over, as the call inbox answers. */
export const syncDone = z.object({ success: z.literal(true), message: z.string(), ...counts });

/** A scan that goes on: how far it is can be read at `run.href`. */
export const syncUnderWay = z.object({
  ...syncDone.shape,
  run: z.object({ id: rowId, state, href: z.string() }),
});
