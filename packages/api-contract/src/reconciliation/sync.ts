import { SYNC_KINDS, SYNC_RUN_STATES } from '@trunkline/telephony/reconciliation';
import { z } from 'zod';
import { anything, rowId, timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';

const state = z.enum(SYNC_RUN_STATES);
const counts = {
  synced: described(z.int(), 'Number of imported calls', 117),
  skipped: described(z.int(), 'Number of calls that the filters left out', 35),
  total: described(z.int(), 'Number of calls in the lists of Twilio', 239),
};

/** A scan of Twilio's lists. */
export const syncRun = z
  .object({
    id: rowId,
    kind: described(z.enum(SYNC_KINDS), 'sync for a requested scan, cold for the daily one'),
    since: timestamp,
    until: timestamp,
    state,
    progress: described(
      anything,
      'Days, calls, recordings, requests and missing callbacks so far. `unreadable` counts the rows that were skipped, and names the first 20',
    ),
    ...counts,
    error: z.string().nullable(),
    cancel_requested: z.boolean(),
    created_at: timestamp,
    started_at: timestamp.nullable(),
    finished_at: timestamp.nullable(),
  })
  .meta({ id: 'SyncRun', description: 'A scan of the lists of Twilio' });

/** A completed scan, in the form of the call inbox. */
export const completedSync = z
  .object({
    success: z.literal(true),
    message: described(z.string(), 'The result in one sentence', 'Synced 117 new calls from last 3 days'),
    ...counts,
  })
  .meta({ id: 'CompletedSync' });

/** A scan in progress. */
export const runningSync = z
  .object({
    ...completedSync.shape,
    run: z.object({ id: rowId, state, href: described(z.string(), 'Path of the run', '/api/sync/runs/42') }),
  })
  .meta({ id: 'RunningSync' });
