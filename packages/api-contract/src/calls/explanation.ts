import { CALL_STATUSES } from '@trunkline/telephony/calls';
import { z } from 'zod';
import { callSid, duration, recordingSid, rowId, timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';

export const explainQuery = z.strictObject({
  format: described(
    z.enum(['json', 'text']).optional(),
    'Form of the answer; default: by the Accept header, otherwise json',
    'text',
  ),
});

const status = z.enum(CALL_STATUSES).nullable();
const text = z.string().nullable();

/** As `VerdictState` of the package explain has them; the answer of every test is compared. */
const VERDICTS = ['complete', 'healed', 'in_progress', 'pending', 'incomplete', 'failed', 'suspect'] as const;

const timelineEntry = z.object({
  at: described(timestamp, 'Time of receipt; for a missing callback, when it was due'),
  leg: z.string(),
  what: described(z.string(), 'received, duplicate, late, fetched, missing, …'),
  name: z.string(),
  status,
  source: text,
  answer: described(text, 'What Twilio received as answer'),
  delay_ms: described(z.number().nullable(), "Milliseconds from the event, by Twilio's clock, to its receipt"),
  attempts: described(z.int().nullable(), 'Number of attempts to apply the callback'),
  inbox_id: rowId.nullable(),
  because: described(text, 'The reason, if something is wrong'),
});

const leg = z.object({
  call_sid: callSid,
  role: z.enum(['parent', 'child']),
  label: z.string(),
  direction: text,
  status,
  expected: described(z.int(), 'Number of expected callbacks'),
  received: described(z.int(), 'Number of received callbacks'),
  reconciled_at: described(timestamp.nullable(), 'Last comparison with Twilio'),
  sync_state: text,
});

const recording = z.object({
  recording_sid: recordingSid,
  call_sid: callSid,
  status: z.string(),
  duration_sec: duration,
  callback: described(z.string(), 'Whether its callback has been received'),
  note: described(
    z.string().optional(),
    'What is unusual about its audio: of another length than announced, empty, deleted at Twilio, encrypted, or not fetched',
  ),
});

export const explanation = z
  .object({
    call_sid: callSid,
    status,
    verdict: z.object({
      state: z.enum(VERDICTS),
      sentence: described(z.string(), 'The verdict in one sentence'),
    }),
    counts: described(z.record(z.string(), z.int()), 'Numbers of expected, received, missing, … callbacks'),
    timeline: z.array(timelineEntry),
    legs: z.array(leg),
    recordings: z.array(recording),
    next: described(z.array(z.object({ why: z.string(), command: z.string() })), 'What to do, most urgent first'),
  })
  .meta({ id: 'Explanation', description: 'What happened to a call and its legs, the verdict first' });
