import { CALLBACK_KINDS } from '@trunkline/telephony/callbacks';
import { CALL_STATUSES } from '@trunkline/telephony/calls';
import { INBOX_STATES } from '@trunkline/telephony/inbox';
import { z } from 'zod';
import { auditEntry } from '../audit/audit.ts';
import { callSid, recordingSid, rowId, timestamp } from '../http/answer-values.ts';
import { described, EXAMPLE_UUID } from '../http/described.ts';
import { time } from '../http/request-values.ts';
import { httpAnswer } from '../inbox/inbox.ts';
import { command } from '../live-control/call-control.ts';
import { siren } from '../live-control/sirens.ts';
import { recordingOfParties } from '../recordings/recordings.ts';
import { call } from './call.ts';
import {
  advice,
  expectation,
  legRole,
  recordingInterval,
  statusInterval,
  timelineWhat,
  verdictState,
} from './explanation.ts';

export const traceQuery = z.strictObject({
  as_of: described(
    time.optional(),
    'Shows everything as it was known at this time. Needs the permission call-log.read',
    '2026-01-31T14:02:19Z',
  ),
});

const at = timestamp.nullable();
const text = z.string().nullable();

const verdict = z.object({
  state: described(
    verdictState,
    'complete, healed, in_progress or pending; incomplete, failed or suspect need a person',
  ),
  sentence: described(z.string(), 'What happened to the call and the legs that it dialled, in one sentence'),
  needs_attention: described(z.boolean(), 'True if a person should look at the call'),
  counts: described(z.record(z.string(), z.int()), 'Numbers of expected, received, missing, … callbacks'),
  next: described(z.array(advice), 'What to do, most urgent first'),
});

const party = z.object({
  number: described(text, 'Number or address of the person on this leg, as Twilio says it', '+15085140320'),
  display: described(z.string(), 'The same as people write it', '+1 (508) 514-0320'),
  name: described(text, 'Name of the contact or of the person of the order, if you may see it', 'Amara'),
  contact_id: described(rowId.nullable(), 'The contact of the number'),
});

const legLane = z.object({
  id: described(rowId.nullable(), 'Id of the call; null if only another leg names it'),
  call_sid: described(callSid.nullable(), 'Twilio SID; null while the call is only scheduled'),
  role: described(
    legRole,
    'The call that dialled the others, a leg that it dialled, or another call of its conference',
  ),
  label: described(z.string(), 'Short name of the leg', 'child 2'),
  status: z.enum(CALL_STATUSES).nullable(),
  direction: text,
  party,
  intervals: described(z.array(statusInterval), 'Its statuses in their order'),
  expected: described(z.int().nullable(), 'Number of expected callbacks; null for other roles than the staff'),
  received: described(z.int().nullable(), 'Number of those that came'),
  reconciled_at: described(at, 'Last comparison with Twilio'),
});

const recordingLane = recordingOfParties.extend({
  intervals: described(z.array(recordingInterval), 'When it ran and when it was paused'),
  audio_url: described(text, 'Signed URL of the audio; null unless it is stored'),
  audio_url_expires_at: described(at, 'When the signed URL ends: within an hour'),
});

const question = z.object({
  interview_id: described(z.uuid(), 'UUID of the interview', EXAMPLE_UUID),
  call_sid: callSid,
  question_number: described(z.int(), 'Number of the question, from 1', 2),
  attempt: described(z.int(), 'How often it was asked: 2 after silence', 1),
  question: text,
  recording_sid: recordingSid.nullable(),
  asked_at: described(at, 'When Twilio got the question, by our clock'),
  answered_at: described(at, 'When the answer was known'),
  duration_sec: described(z.int().nullable(), 'Seconds of the answer', 29),
  score: described(z.number().nullable(), 'Latest score', 7),
});

const mark = z
  .object({
    inbox_id: described(rowId, 'The callback in the inbox: GET /api/inbox/{id} has its fields'),
    leg: callSid,
    kind: described(z.enum(CALLBACK_KINDS), 'Kind of the callback', 'call-status'),
    name: described(z.string(), 'What it reports', 'answered'),
    status: z.enum(CALL_STATUSES).nullable(),
    recording_sid: recordingSid.nullable(),
    sequence: described(z.int().nullable(), 'SequenceNumber of Twilio', 2),
    source: described(z.string(), 'webhook, api (our own action), sync or the tier of reconciliation', 'webhook'),
    twilio_time: described(at, 'When it happened by the clock of Twilio; null where Twilio does not say'),
    received_at: timestamp,
    placed_at: described(timestamp, 'Where to draw it'),
    placed_by: described(z.enum(['twilio', 'receipt']), 'Clock of `placed_at`'),
    what: described(timelineWhat, 'What it was: received in time, duplicate, late, reordered, quarantined, …'),
    because: described(text, 'The reason, if something is wrong'),
    verdict: described(
      z.enum(['applied', 'duplicate', 'late', 'superseded']).nullable(),
      'Its effect on the call when it was applied; null if it was not',
    ),
    delay_ms: described(z.number().nullable(), "Milliseconds from the event, by Twilio's clock, to its receipt"),
    copies: described(z.int(), 'How often it was received'),
    last_received_at: timestamp,
    signature: described(text, 'Whether the signature of Twilio matched; null if it was no request', 'valid'),
    answer: described(
      httpAnswer.nullable(),
      'What Twilio received; null if it was no request, or the inbox has dropped its day',
    ),
    state: described(z.enum(INBOX_STATES), 'State in the inbox'),
    attempts: described(z.int(), 'Number of attempts to apply it'),
    enqueued: described(z.int(), 'Number of jobs that carried it. A job carries many callbacks and is not kept'),
    processed_at: at,
    next_attempt_at: at,
    error: text,
  })
  .meta({ id: 'TraceMark', description: 'A callback, an answer of the REST API or an action of ours' });

export const trace = z
  .object({
    as_of: described(at, 'The time of the request; null for what is known now'),
    known_from: described(at, 'When the first fact was known: the begin of a time slider'),
    known_until: described(at, 'When the last change was known: its end'),
    verdict: described(verdict.nullable(), 'For the staff; null for other roles'),
    call: described(call.omit({ events: true }).nullable(), 'The call; null if only quarantined callbacks name it'),
    lanes: z.object({
      legs: z.array(legLane),
      recordings: z.array(recordingLane),
      questions: described(z.array(question), 'Questions of an interview; for the staff'),
    }),
    marks: described(z.array(mark), 'In the order of `placed_at`, 2,000 at most; for the staff'),
    marks_left_out: described(
      z.int(),
      'Number of further marks, all of callbacks that came and were applied as usual as far as possible: GET /api/inbox?call_sid= lists them',
      0,
    ),
    missing: described(
      z.array(expectation),
      'Expected callbacks that did not come, may still come, were healed, or came after they were found missing; for the staff',
    ),
    sirens: described(z.array(siren), 'The latest first'),
    commands: described(z.array(command.extend({ call_id: rowId })), 'Commands of live control, the latest first'),
    audit: described(
      z.array(auditEntry),
      'The last 100 audit entries about the call and its sirens; for administrators',
    ),
  })
  .meta({ id: 'CallTrace', description: 'Everything about one call in one answer' });
