import { GAP_CLASSES, GAP_STATES, TIER_STATES } from '@trunkline/telephony/reconciliation';
import { z } from 'zod';
import { anything, callSid, listOf, recordingSid, rowId, timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';
import { anyOf, callSidFilter, paging, storedText } from '../http/request-values.ts';
import { syncRun } from './sync.ts';

const gapClass = z.enum(GAP_CLASSES);
const gapState = z.enum(GAP_STATES);

export const gapsQuery = z.strictObject({
  class: anyOf(gapClass, 'Only gaps with this cause', ['never_sent']),
  state: described(gapState.optional(), 'Only gaps in this state', 'open'),
  call_sid: callSidFilter,
  ...paging,
});

/** An expected callback that has not been received. */
export const gap = z
  .object({
    id: rowId,
    call_sid: callSid,
    missing: described(z.string(), 'Name of the missing callback', 'completed'),
    sequence: described(z.int().nullable(), 'SequenceNumber of the missing callback, if Twilio counts it'),
    recording_sid: recordingSid.nullable(),
    class: described(gapClass, 'Cause: Twilio never sent it, we failed, we acknowledged and lost it, or unknown'),
    state: gapState,
    due_at: timestamp.nullable(),
    noticed_at: timestamp,
    noticed_by: described(z.string(), 'Tier of reconciliation that found it', 'reconcile_warm'),
    evidence: anything,
    healed_at: timestamp.nullable(),
    healed_by: described(z.string().nullable(), 'What closed the gap, such as webhook or reconcile_warm'),
    heal_seconds: described(z.number().nullable(), 'Seconds from when the callback was due until the gap closed'),
    arrived_at: described(timestamp.nullable(), 'When the callback itself was received later'),
    ignored_at: described(timestamp.nullable(), 'When a person ignored it'),
    ignored_by: described(z.string().nullable(), 'Who did: UUID of the user, or operator or application'),
    ignored_by_name: described(z.string().nullable(), 'Name of the user', 'amara'),
    ignore_reason: described(z.string().nullable(), 'Why', 'A test call of ours'),
    heal_requested_at: described(timestamp.nullable(), 'When a person had Twilio asked about it'),
    heal_asked_at: described(timestamp.nullable(), 'When Twilio was asked for that'),
    heal_error: described(z.string().nullable(), 'Why that did not heal it'),
  })
  .meta({ id: 'Gap', description: 'An expected callback that has not been received' });

/** Why a gap does not matter. */
export const gapToIgnore = z
  .strictObject({ reason: described(storedText(500), 'Why; it is kept with the gap', 'A test call of ours') })
  .meta({ id: 'GapToIgnore' });

export const gapsPage = listOf(gap).meta({ id: 'GapsPage' });

export const reconciliation = z
  .object({
    tiers: z.array(
      z.object({
        job_name: described(z.string(), 'reconcile_hot, reconcile_warm or reconcile_cold'),
        cursor: anything,
        last_success_at: timestamp.nullable(),
        last_error_at: timestamp.nullable(),
        last_error: z.string().nullable(),
        lag_seconds: described(z.int().nullable(), 'Seconds since the last success'),
        state: described(z.enum(TIER_STATES), 'failing: its last round failed; late: no success for too long', 'ok'),
        remedy: described(z.string().nullable(), 'What to do; null where nothing is to be done'),
        runbook: described(z.string().nullable(), 'Page of the documents with more'),
      }),
    ),
    gaps: z.array(
      z.object({
        class: gapClass,
        open: described(z.int(), 'Number of open gaps'),
        ignored: described(z.int(), 'Number of gaps that a person ignored'),
        healed: described(z.int(), 'Number of closed gaps'),
      }),
    ),
    uncompared_calls: described(z.int(), 'Number of ended calls that have not been compared with Twilio'),
    runs: described(z.array(syncRun), 'The last five scans'),
  })
  .meta({ id: 'Reconciliation', description: 'The state of each tier of reconciliation' });
