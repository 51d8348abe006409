import { GAP_CLASSES, GAP_STATES } from '@trunkline/telephony/reconciliation';
import { z } from 'zod';
import { anything, listOf, rowId, timestamp } from '../http/answer-values.ts';
import { anyOf, paging, storedText } from '../http/request-values.ts';
import { syncRun } from './sync.ts';

const gapClass = z.enum(GAP_CLASSES);
const gapState = z.enum(GAP_STATES);

export const gapsQuery = z.strictObject({
  class: anyOf(gapClass).optional(),
  state: gapState.optional(),
  call_sid: storedText(100).optional(),
  ...paging,
});

/** A callback that should have come and did not. */
const gap = z
  .object({
    id: rowId,
    call_sid: z.string(),
    missing: z.string(),
    sequence: z.int().nullable(),
    recording_sid: z.string().nullable(),
    class: gapClass,
    state: gapState,
    due_at: timestamp.nullable(),
    noticed_at: timestamp,
    noticed_by: z.string(),
    evidence: anything,
    healed_at: timestamp.nullable(),
    healed_by: z.string().nullable(),
    heal_seconds: z.number().nullable(),
    arrived_at: timestamp.nullable(),
  })
  .meta({ id: 'Gap' });

export const gapsPage = listOf(gap);

/** How each tier of reconciliation is doing. */
export const reconciliation = z
  .object({
    tiers: z.array(
      z.object({
        job_name: z.string(),
        cursor: anything,
        last_success_at: timestamp.nullable(),
        last_error_at: timestamp.nullable(),
        last_error: z.string().nullable(),
        lag_seconds: z.int().nullable(),
      }),
    ),
    gaps: z.array(z.object({ class: gapClass, open: z.int(), healed: z.int() })),
    uncompared_calls: z.int(),
    runs: z.array(syncRun),
  })
  .meta({ id: 'Reconciliation' });
