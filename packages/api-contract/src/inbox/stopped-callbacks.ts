import { CALLBACK_KINDS } from '@trunkline/telephony/callbacks';
import { INBOX_STATES } from '@trunkline/telephony/inbox';
import { z } from 'zod';
import { listOf, rowId, timestamp } from '../http/answer-values.ts';
import { described, exampleSid } from '../http/described.ts';
import { storedText, time } from '../http/request-values.ts';
import { fingerprint, inboxRow, receivedIn } from './inbox.ts';

const state = z.enum(INBOX_STATES);
const kind = z.enum(CALLBACK_KINDS);

const errorGroup = z.object({
  fingerprint,
  event_type: z.string(),
  error: z.string(),
  count: described(z.int(), 'Number of callbacks with this error'),
  first_seen_at: timestamp,
  last_seen_at: timestamp,
});

export const deadLettersPage = listOf(inboxRow)
  .extend({ window: receivedIn, groups: described(z.array(errorGroup), 'The dead letters by kind and error') })
  .meta({ id: 'DeadLettersPage' });

export const quarantinePage = listOf(inboxRow)
  .extend({ window: receivedIn, groups: described(z.array(errorGroup), 'The callbacks by kind and reason') })
  .meta({ id: 'QuarantinePage' });

/** Dead letters with the same error. */
const deadLetterGroup = z
  .object({
    ...errorGroup.shape,
    stage: described(z.literal('apply'), 'Where the error was raised: applying the callback to its call', 'apply'),
    error_class: described(z.string(), 'Class of the error', 'Error'),
    calls: described(z.int(), 'Number of calls that these callbacks name', 311),
    sample: z.object({
      id: rowId,
      call_sid: z.string().nullable(),
      error: z.string().nullable(),
      received_at: timestamp,
    }),
    cause: described(z.string(), 'The likely cause', 'A field of the callback has a value that is not known.'),
    remedy: described(z.string(), 'What to do', 'Update Trunkline, then replay one of them.'),
  })
  .meta({ id: 'DeadLetterGroup', description: 'Dead letters with the same error' });

export const deadLetterGroupsPage = listOf(deadLetterGroup)
  .extend({ window: receivedIn })
  .meta({ id: 'DeadLetterGroupsPage' });

export const deadLetterGroupDetail = deadLetterGroup
  .extend({
    calls_with_most: described(
      z.array(z.object({ call_sid: z.string(), count: described(z.int(), 'Number of its callbacks in the group', 3) })),
      'The twenty calls with most of these callbacks',
    ),
    newest: described(z.array(inboxRow), 'The newest ten of these callbacks'),
  })
  .meta({ id: 'DeadLetterGroupDetail', description: 'Dead letters with the same error, and some of them' });

export const fingerprintParam = described(z.string(), 'Fingerprint of the group', '9b1deb4d3b7d4bad');

/** Selects stopped callbacks by filter, or all. */
const selection = {
  event_type: described(kind.optional(), 'Only callbacks of this kind', 'call-status'),
  call_sid: described(storedText(100).optional(), 'Only callbacks of the call with this Twilio SID', exampleSid('CA')),
  error_contains: described(storedText(500).optional(), 'Only callbacks whose error contains this text', 'timeout'),
  fingerprint: described(fingerprint.optional(), 'Only callbacks with this error'),
  received_after: described(time.optional(), 'Only callbacks received at this time or later'),
  received_before: described(time.optional(), 'Only callbacks received before this time'),
  all: described(z.boolean().default(false), 'Selects every one; required without a filter', false),
  dry_run: described(z.boolean().default(false), 'Counts the matching callbacks and changes none', true),
  limit: described(z.int().min(1).max(1_000_000).optional(), 'Maximal number of callbacks, the oldest first', 100),
};

/** Which dead letters to replay. */
export const replayRequest = z.strictObject(selection).meta({ id: 'ReplayRequest' });
export type ReplayRequest = z.output<typeof replayRequest>;

const reason = described(storedText(500), 'Why; it is kept with the callback', 'Twilio sends this field since May');

/** Why one quarantined callback is released or discarded. */
export const quarantineDecision = z.strictObject({ reason }).meta({ id: 'QuarantineDecision' });

/** Which quarantined callbacks to release or discard, and why. */
export const quarantineRequest = z.strictObject({ ...selection, reason }).meta({ id: 'QuarantineRequest' });

export const quarantineResult = z
  .object({
    dry_run: z.boolean(),
    matched: described(z.int(), 'Number of matching callbacks, within `limit`'),
    changed: described(z.int(), 'Number of released or discarded callbacks'),
  })
  .meta({ id: 'QuarantineResult' });

export const singleDecision = z
  .object({ id: rowId, state: described(state, 'Its state now', 'pending') })
  .meta({ id: 'SingleDecision' });

export const replayResult = z
  .object({
    dry_run: z.boolean(),
    matched: described(z.int(), 'Number of matching dead letters, within `limit`'),
    replayed: described(z.int(), 'Number of replayed dead letters'),
  })
  .meta({ id: 'ReplayResult' });

export const singleReplay = z
  .object({ replayed: described(z.literal(1), 'Number of replayed dead letters', 1) })
  .meta({ id: 'SingleReplay' });
