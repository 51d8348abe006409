import { INTERVIEW_STATUSES, SCORE_STATES, TRANSCRIPT_STATES } from '@trunkline/telephony/interviews';
import { CUSTODY_STATES } from '@trunkline/telephony/recordings';
import { CALL_STATUSES, DIRECTIONS } from '@trunkline/telephony/calls';
import { RECORDING_STATUSES, SIREN_STATUSES, SIREN_TYPES } from '@trunkline/telephony/live-control';
import { GAP_CLASSES } from '@trunkline/telephony/reconciliation';
import { ENDPOINT_STATES } from '@trunkline/telephony/webhooks';
import { z } from 'zod';
import { callSid, duration, recordingSid, rowId, timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';

const time = described(timestamp, 'When it happened');
const version = described(z.int().nullable(), 'Version of the call; of two states the higher one is newer', 7);
const liveRecording = described(z.enum(RECORDING_STATUSES).nullable(), 'State of the live recording of the call');

/** The payload of the call inbox, with its names. `callId` and the fields after it are additions. */
const callChange = z
  .object({
    callSid: callSid.nullable(),
    status: z.enum(CALL_STATUSES),
    direction: z.enum(DIRECTIONS).nullable(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    duration: duration,
    timestamp: time,
    callId: rowId,
    recordingStatus: liveRecording,
    orderId: rowId.nullable(),
    version,
  })
  .meta({ id: 'CallChange' });

/** The call that an event is about, if there is one. */
const ofCall = {
  timestamp: time,
  call_id: rowId.nullable(),
  call_sid: callSid.nullable(),
  recording_status: liveRecording,
  order_id: rowId.nullable(),
  version,
};

const recordingChange = z
  .object({
    ...ofCall,
    recording_sid: described(recordingSid.optional(), 'Absent if the event is about the live recording of the call'),
    status: described(z.string().optional(), 'Status at Twilio', 'completed'),
    custody: z.enum(CUSTODY_STATES).optional(),
    duration: duration.optional(),
  })
  .meta({ id: 'RecordingChange' });

const sirenChange = z
  .object({
    ...ofCall,
    siren_id: rowId,
    status: z.enum(SIREN_STATUSES),
    alert_type: z.enum(SIREN_TYPES),
    alerts: described(z.int(), 'Number of alerts', 1),
  })
  .meta({ id: 'SirenChange' });

const interviewChange = z
  .object({
    ...ofCall,
    interview_id: z.uuid(),
    status: z.enum(INTERVIEW_STATUSES),
    answered: described(z.int(), 'Number of answered questions', 2),
    questions: described(z.int(), 'Number of questions', 5),
  })
  .meta({ id: 'InterviewChange' });

const answerChange = z
  .object({
    ...ofCall,
    interview_id: z.uuid(),
    question: described(z.int(), 'Number of the question, from 1', 2),
    attempt: described(z.int(), 'How often the question was asked, from 1', 1),
    transcript_status: z.enum(TRANSCRIPT_STATES),
    score_status: z.enum(SCORE_STATES),
  })
  .meta({ id: 'AnswerChange' });

const gapChange = z
  .object({
    ...ofCall,
    gap_id: rowId,
    missing: described(z.string(), 'Name of the missing callback', 'completed'),
    class: z.enum(GAP_CLASSES),
    healed_by: z.string().nullable(),
  })
  .meta({ id: 'GapChange' });

const { call_id: _, ...ofAttemptedCall } = ofCall;
const dialogueStart = z
  .object({
    ...ofAttemptedCall,
    call_id: described(z.string().nullable(), 'The call_id that the application put into the callback URL'),
    campaign_id: z.string().nullable(),
    contact_id: z.string().nullable(),
  })
  .meta({ id: 'DialogueStart' });

const webhookEndpointChange = z
  .object({
    timestamp: time,
    endpoint_id: rowId,
    state: z.enum(ENDPOINT_STATES),
    disabled_reason: described(z.string().nullable(), 'Why the endpoint is disabled', 'answered 410'),
    failures_in_a_row: described(z.int(), 'Failed attempts since the last one that succeeded', 20),
  })
  .meta({ id: 'WebhookEndpointChanged' });

const auditAnchored = z
  .object({
    timestamp: time,
    hour: described(z.string(), 'The hour in UTC', '2026-11-29T07'),
    lines: described(z.int(), 'Number of entries of the audit', 4711),
    head: described(z.string(), 'Hash of the last of them', '5f0c'.repeat(16)),
  })
  .meta({ id: 'AuditAnchored' });

const clock = z.object({ timestamp: time });

const streamReset = z.object({
  reason: described(z.enum(['unknown_id', 'expired_id', 'restored']), 'Why the client cannot resume'),
  reload: z.literal(true),
});

const queueStats = z.object({
  unfinished: described(z.int(), 'Number of callbacks that are not applied'),
  oldest_seconds: described(z.number(), 'Seconds since the oldest of them was received'),
  dead_letters: described(z.int(), 'Number of dead letters'),
  quarantined: described(z.int(), 'Number of quarantined callbacks'),
  timestamp: time,
});

/** The payload of each event, by its name. */
const PAYLOADS = {
  'call.created': callChange,
  'call.updated': callChange,
  'recording.updated': recordingChange,
  'recording.unconfirmed': recordingChange,
  'siren.raised': sirenChange,
  'siren.acknowledged': sirenChange,
  'siren.released': sirenChange,
  'siren.resolved': sirenChange,
  'siren.false_alarm': sirenChange,
  'siren.unanswered': sirenChange,
  'interview.created': interviewChange,
  'interview.updated': interviewChange,
  'interview.scored': interviewChange,
  'interview.answer_scored': answerChange,
  'interview.answer_unscored': answerChange,
  'transcript.ready': answerChange,
  'transcript.unable': answerChange,
  'gap.noticed': gapChange,
  'gap.healed': gapChange,
  'dialogue.start': dialogueStart,
  'webhook_endpoint.disabled': webhookEndpointChange,
  'webhook_endpoint.enabled': webhookEndpointChange,
  'audit.anchored': auditAnchored,
  'queue.stats': queueStats,
  connected: clock,
  keepalive: clock,
  'stream.reset': streamReset,
} as const;

export type StreamEventName = keyof typeof PAYLOADS;
/** The `data` of the event with this name. */
export type StreamPayload<N extends StreamEventName> = z.output<(typeof PAYLOADS)[N]>;
export const STREAM_EVENT_NAMES = Object.keys(PAYLOADS) as [StreamEventName, ...StreamEventName[]];

const schemas = Object.entries(PAYLOADS).map(([event, data]) => z.object({ event: z.literal(event), data }));
type EventSchema = (typeof schemas)[number];

/** The `data:` of each frame of the stream, by its `event`. */
export const streamEvent = z.discriminatedUnion('event', schemas as [EventSchema, ...EventSchema[]]).meta({
  id: 'StreamEvent',
  description:
    'The data of a frame. Payloads are in snake_case, except those of call.created and call.updated, which have the form of the call inbox',
});
