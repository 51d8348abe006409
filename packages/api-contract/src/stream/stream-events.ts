import { INTERVIEW_STATUSES, SCORE_STATES, TRANSCRIPT_STATES } from '@trunkline/telephony/interviews';
import { CUSTODY_STATES } from '@trunkline/telephony/recordings';
import { CALL_STATUSES, DIRECTIONS } from '@trunkline/telephony/calls';
import { RECORDING_STATUSES, SIREN_STATUSES, SIREN_TYPES } from '@trunkline/telephony/live-control';
import { OPERATION_KINDS, OPERATION_STATES } from '@trunkline/telephony/operations';
import { HEALTH_STATES, PROCESS_STATES } from '@trunkline/telephony/processes';
import { GAP_CLASSES, SYNC_KINDS, SYNC_RUN_STATES } from '@trunkline/telephony/reconciliation';
import { ENDPOINT_STATES } from '@trunkline/telephony/webhooks';
import { z } from 'zod';
import { floorCounts } from '../floor/floor.ts';
import { callSid, duration, recordingSid, rowId, timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';
import { healthProblem } from '../processes/processes.ts';

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

const operationProgress = z
  .object({
    timestamp: time,
    operation_id: rowId,
    kind: z.enum(OPERATION_KINDS),
    state: z.enum(OPERATION_STATES),
    total: described(z.int(), 'Number of items', 1204),
    begun: described(z.int(), 'Number of items whose result is to come', 20),
    ok: described(z.int(), 'Number of items that succeeded', 600),
    failed: described(z.int(), 'Number of items that failed', 3),
    skipped: described(z.int(), 'Number of items whose row was in another state meanwhile', 1),
    left: described(z.int(), 'Number of items that are not begun', 580),
    ended_because: described(z.string().nullable(), 'Why it ended early', 'canceled by a person'),
  })
  .meta({ id: 'OperationProgress' });

const callbackCount = z
  .object({
    timestamp: time,
    count: described(z.int(), 'Number of callbacks since the last such event', 42),
    callback_ids: described(z.array(rowId), 'The ids of the newest of them, five at most'),
  })
  .meta({ id: 'CallbackCount' });

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

const jobs = (what: string) => described(z.int().nullable(), `${what}; null while the queue is unavailable`);

const queueStats = z.object({
  unfinished: described(z.int(), 'Number of callbacks that are not applied'),
  oldest_seconds: described(z.number(), 'Seconds since the oldest of them was received'),
  dead_letters: described(z.int(), 'Number of dead letters'),
  quarantined: described(z.int(), 'Number of quarantined callbacks'),
  queues: described(
    z.array(
      z.object({
        name: z.string(),
        waiting: jobs('Jobs that wait'),
        active: jobs('Jobs that run'),
        delayed: jobs('Jobs that wait for their time'),
        failed: jobs('Jobs that were given up and are kept'),
        paused: z.boolean(),
      }),
    ),
    'All queues',
  ),
  timestamp: time,
});

const healthChange = z
  .object({
    state: z.enum(HEALTH_STATES),
    problems: described(z.array(healthProblem), 'What is wrong; empty where all is well'),
    processes: z.array(z.object({ id: z.uuid(), app: z.string(), state: z.enum(PROCESS_STATES) })),
    timestamp: time,
  })
  .meta({ id: 'HealthChange' });

const syncProgress = z
  .object({
    run_id: rowId,
    kind: z.enum(SYNC_KINDS),
    state: z.enum(SYNC_RUN_STATES),
    synced: described(z.int(), 'Number of calls that were new'),
    skipped: described(z.int(), 'Number of calls that were known'),
    total: described(z.int(), 'Number of calls that Twilio listed'),
    days_done: described(z.int(), 'Number of days that are scanned'),
    days_total: described(z.int().nullable(), 'Number of days to scan; null until it begins'),
    requests: described(z.int(), 'Number of requests to Twilio'),
    gaps: described(z.int(), 'Number of gaps that were found'),
    timestamp: time,
  })
  .meta({ id: 'SyncProgress' });

/** The payload of each event, by its name. */
const PAYLOADS = {
  'call.created': callChange,
  'call.updated': callChange,
  'call.ended': callChange,
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
  'gap.ignored': gapChange,
  'operation.progress': operationProgress,
  'callback.received': callbackCount,
  'callback.applied': callbackCount,
  'callback.dead_lettered': callbackCount,
  'callback.quarantined': callbackCount,
  'dialogue.start': dialogueStart,
  'webhook_endpoint.disabled': webhookEndpointChange,
  'webhook_endpoint.enabled': webhookEndpointChange,
  'audit.anchored': auditAnchored,
  'queue.stats': queueStats,
  'health.changed': healthChange,
  'sync.progress': syncProgress,
  'floor.stats': floorCounts.extend({ timestamp: time }),
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
    'The data of a frame. Payloads are in snake_case, except those of call.created, call.updated and call.ended, which have the form of the call inbox',
});
