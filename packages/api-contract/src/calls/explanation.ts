import { CALL_STATUSES } from '@trunkline/telephony/calls';
import { GAP_CLASSES } from '@trunkline/telephony/reconciliation';
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
export const verdictState = z.enum(['complete', 'healed', 'in_progress', 'pending', 'incomplete', 'failed', 'suspect']);
/** As its `LegRole`. */
export const legRole = z.enum(['parent', 'child', 'participant']);
/** As its `TimelineWhat`. */
export const timelineWhat = z.enum([
  'received',
  'duplicate',
  'late',
  'reordered',
  'superseded',
  'fetched',
  'healed',
  'missing',
  'expected',
  'ordered',
  'pending',
  'failed',
  'dead',
  'quarantined',
  'discarded',
  'asked',
]);
export const advice = z.object({ why: z.string(), command: z.string() });

/** A time in one status of a leg. */
export const statusInterval = z
  .object({
    state: z.enum(CALL_STATUSES),
    from: described(timestamp, 'Begin, by the clock of Twilio'),
    to: described(timestamp.nullable(), 'End; null while it lasts, and for the end of the call'),
    is_derived: described(
      z.boolean(),
      'True if no callback dates it: it follows from the duration, or from the receipt of a request',
    ),
  })
  .meta({ id: 'StatusInterval' });

/** A time in which a recording ran or was paused. */
export const recordingInterval = z
  .object({
    state: z.enum(['recording', 'paused']),
    from: described(timestamp, 'Begin; of a pause, when Twilio confirmed it'),
    to: described(timestamp.nullable(), 'End; null while it lasts'),
  })
  .meta({ id: 'RecordingInterval' });

const at = timestamp.nullable();

/** A callback that Twilio had to send. */
export const expectation = z
  .object({
    leg: callSid,
    name: described(z.string(), 'What it reports', 'answered'),
    status,
    sequence: described(z.int().nullable(), 'SequenceNumber of Twilio, where it is known', 2),
    recording_sid: recordingSid.nullable(),
    outcome: described(
      z.enum(['received', 'awaited', 'missing', 'healed']),
      'received; awaited: it may still come; missing; healed: Twilio’s REST API said the same',
    ),
    because: described(z.string(), 'How it is known that it was sent', 'it came'),
    expected_at: described(at, 'When it was sent by the clock of Twilio; for a missing one at the latest'),
    due_at: described(at, 'Until when it could come; null if it came in time'),
    inbox_id: described(rowId.nullable(), 'The callback, if it came'),
    class: described(z.enum(GAP_CLASSES).nullable(), 'Why it did not come'),
    noticed_at: described(at, 'When it was found missing'),
    noticed_by: described(text, 'The tier of reconciliation that found it missing', 'hot'),
    evidence: described(z.record(z.string(), z.unknown()).nullable(), 'What Twilio says about it, such as our answers'),
    healed_by: described(
      text,
      'The tier that fetched its content; superseded if a later callback reported more',
      'hot',
    ),
    healed_at: at,
    healing_inbox_id: described(rowId.nullable(), 'The answer of the REST API in the inbox'),
    arrived_at: described(at, 'When it came after it was found missing'),
  })
  .meta({ id: 'ExpectedCallback' });

const timelineEntry = z.object({
  at: described(timestamp, 'Time of receipt; for a missing callback, when it was due'),
  leg: z.string(),
  what: described(timelineWhat, 'received, duplicate, late, fetched, missing, …'),
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
  role: legRole,
  label: z.string(),
  direction: text,
  status,
  expected: described(z.int(), 'Number of expected callbacks'),
  received: described(z.int(), 'Number of received callbacks'),
  reconciled_at: described(timestamp.nullable(), 'Last comparison with Twilio'),
  sync_state: text,
  intervals: described(z.array(statusInterval), 'Its statuses in their order'),
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
  intervals: described(z.array(recordingInterval), 'When it ran and when it was paused'),
});

export const explanation = z
  .object({
    call_sid: callSid,
    status,
    verdict: z.object({
      state: verdictState,
      sentence: described(z.string(), 'The verdict in one sentence'),
    }),
    counts: described(z.record(z.string(), z.int()), 'Numbers of expected, received, missing, … callbacks'),
    timeline: z.array(timelineEntry),
    expected: described(z.array(expectation), 'Every callback that Twilio had to send, whether it came or not'),
    legs: z.array(leg),
    recordings: z.array(recording),
    next: described(z.array(advice), 'What to do, most urgent first'),
  })
  .meta({ id: 'Explanation', description: 'What happened to a call and its legs, the verdict first' });
