import { CALLBACK_KINDS } from '@trunkline/telephony/callbacks';
import { INBOX_STATES } from '@trunkline/telephony/inbox';
import { z } from 'zod';
import { anything, listOf, page, rowId, timestamp } from '../http/answer-values.ts';
import { anyOf, paging, storedText, time } from '../http/request-values.ts';

const state = z.enum(INBOX_STATES);

/** The query parameters of a list of dead letters. */
export const deadLettersQuery = z.strictObject({
  type: anyOf(z.enum(CALLBACK_KINDS)).optional(),
  call_sid: anyOf(storedText(100)).optional(),
  recording_sid: anyOf(storedText(100)).optional(),
  received_after: time.optional(),
  received_before: time.optional(),
  ...paging,
});

/** The query parameters of the inbox. */
export const inboxQuery = z.strictObject({ state: anyOf(state).optional(), ...deadLettersQuery.shape });
export type InboxQuery = z.output<typeof inboxQuery>;

/** A callback in a list: everything but what it carried. */
const inboxRow = z
  .object({
    id: rowId,
    source: z.string(),
    event_type: z.string(),
    call_sid: z.string().nullable(),
    recording_sid: z.string().nullable(),
    dedupe_key: z.string(),
    state,
    copies: z.int(),
    first_seen_at: timestamp,
    last_seen_at: timestamp,
    processed_at: timestamp.nullable(),
    error: z.string().nullable(),
    retry_count: z.int(),
    next_attempt_at: timestamp.nullable(),
    signature_verdict: z.string(),
    escaped_fields: z.array(z.string()),
  })
  .meta({ id: 'Callback', description: 'A callback as it was received, however often it came' });

const receivedIn = z.object({ from: timestamp.nullable(), to: timestamp, default: z.boolean() });

export const inboxPage = z.object({
  ...listOf(inboxRow).shape,
  window: receivedIn,
  counts: z.record(state, z.int()),
  counts_capped: z.array(state).meta({ description: 'States of which there are more than were counted' }),
});

/** A callback with what it carried, and the line of the call’s log that it became. */
export const inboxDetail = z
  .object({
    ...inboxRow.shape,
    generation: z.int(),
    idempotency_token: z.string().nullable(),
    raw_target: z.string(),
    query: anything,
    payload: anything,
    call_event: z
      .object({
        id: rowId,
        event_type: z.string(),
        event_status: z.string().nullable(),
        event_time: timestamp.nullable(),
        observed_at: timestamp,
        source: z.string(),
        verdict: z.string(),
      })
      .nullable(),
  })
  .meta({ id: 'CallbackDetail' });

const deadLetterGroup = z.object({
  event_type: z.string(),
  error: z.string(),
  count: z.int(),
  first_seen_at: timestamp,
  last_seen_at: timestamp,
});

export const deadLettersPage = z.object({
  data: z.array(inboxRow),
  page,
  window: receivedIn,
  groups: z.array(deadLetterGroup),
});
