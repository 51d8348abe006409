import { CALLBACK_KINDS } from '@trunkline/telephony/callbacks';
import { GRAM_LENGTH, INBOX_STATES, readSearchTerm } from '@trunkline/telephony/inbox';
import { z } from 'zod';
import { anything, listOf, rowId, timestamp } from '../http/answer-values.ts';
import { described, exampleSid } from '../http/described.ts';
import { anyOf, paging, receivedWindow, storedText, time } from '../http/request-values.ts';

const state = z.enum(INBOX_STATES);
const kind = z.enum(CALLBACK_KINDS);

export const deadLettersQuery = z.strictObject({
  type: anyOf(kind, 'Only callbacks of this kind', ['call-status']),
  call_sid: anyOf(storedText(100), 'Only callbacks of the call with this Twilio SID', [exampleSid('CA')]),
  recording_sid: anyOf(storedText(100), 'Only callbacks of the recording with this Twilio SID', [exampleSid('RE')]),
  ...receivedWindow,
  ...paging,
});

export const inboxQuery = z.strictObject({
  q: described(
    storedText(100)
      .transform((text, context) => {
        const term = readSearchTerm(text);
        if (term) return term;
        context.addIssue({ code: 'custom', message: `needs ${GRAM_LENGTH} characters in a row` });
        return z.NEVER;
      })
      .optional(),
    `Only callbacks with this text in a phone number, SID, account, idempotency token or error; at least ${GRAM_LENGTH} characters. The default window is then everything that is stored`,
    '5140320',
  ),
  state: anyOf(state, 'Only callbacks in this state', ['pending', 'failed']),
  ...deadLettersQuery.shape,
});
export type InboxQuery = z.output<typeof inboxQuery>;

/** What we answer to a request of Twilio. */
export const httpAnswer = z.object({
  form: z.enum(['204', 'TwiML', 'JSON']),
  status: described(z.union([z.literal(200), z.literal(204)]), 'HTTP status of the answer', 204),
});

/** A callback without its payload. */
const inboxRow = z
  .object({
    id: rowId,
    source: described(z.string(), 'twilio_voice, twilio_recording, or a tier of reconciliation', 'twilio_voice'),
    event_type: described(z.string(), 'Kind of the callback', 'call-status'),
    call_sid: z.string().nullable(),
    recording_sid: z.string().nullable(),
    dedupe_key: described(z.string(), 'Callbacks with the same key are one'),
    state,
    copies: described(z.int(), 'How often it was received'),
    first_seen_at: timestamp,
    last_seen_at: timestamp,
    processed_at: timestamp.nullable(),
    error: z.string().nullable(),
    decision_reason: described(z.string().nullable(), 'Why a person released or discarded it'),
    retry_count: described(z.int(), 'Number of failed attempts'),
    next_attempt_at: timestamp.nullable(),
    signature_verdict: described(z.string(), 'Whether the signature of Twilio matched', 'valid'),
    escaped_fields: described(z.array(z.string()), 'Fields whose text Postgres cannot store and that are escaped'),
  })
  .meta({ id: 'Callback', description: 'A callback as it was received' });

const receivedIn = described(
  z.object({
    from: timestamp.nullable(),
    to: timestamp,
    default: described(z.boolean(), 'True if the request did not give `received_after`'),
  }),
  'The window of the list',
);

export const inboxPage = listOf(inboxRow)
  .extend({
    window: receivedIn,
    search_complete: described(
      z.boolean(),
      'False if a search may have missed callbacks of the last minutes that are not indexed yet',
    ),
    counts: described(z.record(state, z.int()), 'Number of callbacks of the window in each state'),
    counts_capped: described(z.array(state), 'States with more callbacks than the count shows'),
  })
  .meta({ id: 'InboxPage' });

export const inboxDetail = z
  .object({
    ...inboxRow.shape,
    generation: described(z.int(), 'How often it was enqueued'),
    idempotency_token: z.string().nullable(),
    raw_target: described(z.string(), 'Path and query as received'),
    query: anything,
    payload: described(anything, 'Its fields as received, without what `redacted_fields` names'),
    redacted_fields: described(
      z.array(z.string()),
      'Fields that only administrators see whole: what a person typed or said, signatures of URLs',
    ),
    attempts: described(z.int(), 'Number of attempts to apply it, the successful one included'),
    answer: described(httpAnswer.nullable(), 'What Twilio received; null if it was no request'),
    curl: described(
      z.string().nullable(),
      'The same request as a command, whose signature is the variable TWILIO_SIGNATURE; null if it was no request',
    ),
    call_event: described(
      z
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
      'The entry in the log of the call that was made of it',
    ),
  })
  .meta({ id: 'CallbackDetail', description: 'A callback with its payload' });

const errorGroup = z.object({
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

/** Selects stopped callbacks by filter, or all. */
const selection = {
  event_type: described(kind.optional(), 'Only callbacks of this kind', 'call-status'),
  call_sid: described(storedText(100).optional(), 'Only callbacks of the call with this Twilio SID', exampleSid('CA')),
  error_contains: described(storedText(500).optional(), 'Only callbacks whose error contains this text', 'timeout'),
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
