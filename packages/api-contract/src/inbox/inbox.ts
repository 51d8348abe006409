import { CALLBACK_KINDS } from '@trunkline/telephony/callbacks';
import { GRAM_LENGTH, INBOX_STATES, readSearchTerm } from '@trunkline/telephony/inbox';
import { z } from 'zod';
import { anything, listOf, rowId, timestamp } from '../http/answer-values.ts';
import { described, exampleSid } from '../http/described.ts';
import { anyOf, flag, paging, receivedWindow, storedText } from '../http/request-values.ts';

const state = z.enum(INBOX_STATES);
const kind = z.enum(CALLBACK_KINDS);

export const fingerprint = described(
  z.string().regex(/^[0-9a-f]{16}$/, { error: 'expected a fingerprint such as 9b1deb4d3b7d4bad' }),
  'Names an error of one kind of callback, without the SIDs and numbers in its text',
  '9b1deb4d3b7d4bad',
);
const fingerprints = anyOf(fingerprint, 'Only callbacks with this error, by the fingerprint of its group', [
  '9b1deb4d3b7d4bad',
]);
const callbackId = z.string().regex(/^\d{1,18}$/, { error: 'expected the id of a callback' });
const callbacksQuery = {
  type: anyOf(kind, 'Only callbacks of this kind', ['call-status']),
  call_sid: anyOf(storedText(100), 'Only callbacks of the call with this Twilio SID', [exampleSid('CA')]),
  recording_sid: anyOf(storedText(100), 'Only callbacks of the recording with this Twilio SID', [exampleSid('RE')]),
  fingerprint: fingerprints,
  ...receivedWindow,
};

export const deadLettersQuery = z.strictObject({
  id: anyOf(callbackId, 'Only the callbacks with these ids', ['7461200000000042']),
  ...callbacksQuery,
  error_contains: described(storedText(500).optional(), 'Only callbacks whose error contains this text', 'timeout'),
  ...paging,
});

export type DeadLettersQuery = z.output<typeof deadLettersQuery>;

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
  counts: flag('False leaves out the numbers of callbacks in each state: GET /api/inbox/counts has them'),
  ...callbacksQuery,
  ...paging,
});
export type InboxQuery = z.output<typeof inboxQuery>;

/** What we answer to a request of Twilio. */
export const httpAnswer = z.object({
  form: z.enum(['204', 'TwiML', 'JSON']),
  status: described(z.union([z.literal(200), z.literal(204)]), 'HTTP status of the answer', 204),
});

/** A callback without its payload. */
export const inboxRow = z
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
    fingerprint: described(
      fingerprint.nullable(),
      'Of the error of a callback that waits for a person or was discarded; null in its first second',
    ),
    decision_reason: described(z.string().nullable(), 'Why a person released or discarded it'),
    retry_count: described(z.int(), 'Number of failed attempts'),
    next_attempt_at: timestamp.nullable(),
    signature_verdict: described(z.string(), 'Whether the signature of Twilio matched', 'valid'),
    escaped_fields: described(z.array(z.string()), 'Fields whose text Postgres cannot store and that are escaped'),
  })
  .meta({ id: 'Callback', description: 'A callback as it was received' });

export const receivedIn = described(
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
    counts: described(
      z.partialRecord(state, z.int()),
      'Number of callbacks of the window in each state; empty with counts=false',
    ),
    counts_capped: described(z.array(state), 'States with more callbacks than the count shows'),
  })
  .meta({ id: 'InboxPage' });

export const inboxCountsQuery = z.strictObject({
  state: anyOf(state, 'Only the numbers of these states', ['dead_letter', 'quarantined']),
  ...receivedWindow,
});

export const inboxCounts = z
  .object({
    window: receivedIn,
    counts: described(z.partialRecord(state, z.int()), 'Number of callbacks of the window in each state'),
    counts_capped: described(z.array(state), 'States with more callbacks than the count shows'),
  })
  .meta({ id: 'InboxCounts' });

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
    would_change: described(
      z
        .array(
          z.object({
            field: described(z.string(), 'Name of the field of the call', 'status'),
            before: described(z.string().nullable(), 'Its value now', 'in-progress'),
            after: described(z.string().nullable(), 'Its value if the callback were applied', 'completed'),
          }),
        )
        .nullable(),
      'What applying it would change in its call; null unless it is a dead letter or quarantined and can be read',
    ),
  })
  .meta({ id: 'CallbackDetail', description: 'A callback with its payload' });
