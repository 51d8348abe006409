import { ROLES } from '@trunkline/access';
import { CALL_MACHINE, DROP_REASONS } from '@trunkline/telephony/calls';
import { CONNECTION_ACTIONS, CONNECTION_KINDS } from '@trunkline/telephony/connections';
import { CONSENT_MACHINE } from '@trunkline/telephony/consent';
import { INTENT_MACHINE, ORDER_LEGS, ORDER_MACHINE, UNRESOLVED_INTENT_STATES } from '@trunkline/telephony/dialing';
import { INBOX_MACHINE, STOPPED_INBOX_STATES, UNFINISHED_INBOX_STATES } from '@trunkline/telephony/inbox';
import {
  INTERVIEW_MACHINE,
  MODEL_CALL_MACHINE,
  SCORE_MACHINE,
  TRANSCRIPT_MACHINE,
} from '@trunkline/telephony/interviews';
import {
  COMMAND_KINDS,
  COMMAND_MACHINE,
  OPEN_COMMAND_STATES,
  OPEN_SIREN_STATUSES,
  SIREN_MACHINE,
  SIREN_TYPES,
} from '@trunkline/telephony/live-control';
import {
  GAP_CLASSES,
  LOOKUP_MACHINE,
  OPEN_SYNC_RUN_STATES,
  SYNC_RUN_MACHINE,
} from '@trunkline/telephony/reconciliation';
import { OPERATION_ITEM_MACHINE, OPERATION_KINDS, OPERATION_MACHINE } from '@trunkline/telephony/operations';
import { CUSTODY_MACHINE, UNFETCHED_CUSTODY } from '@trunkline/telephony/recordings';
import type { StateMachine } from '@trunkline/telephony/states';
import {
  DELIVERY_MACHINE,
  ENDPOINT_MACHINE,
  REPLAYABLE_STATES,
  SETTLED_DELIVERY_STATES,
  UNDELIVERED_STATES,
} from '@trunkline/telephony/webhooks';

/** Every column whose values move through a state machine, as `table.column`, in the order of docs/states.md. */
export const MACHINE_COLUMNS: Readonly<Record<string, StateMachine>> = {
  'calls.status': CALL_MACHINE,
  'twilio_webhook_inbox.processing_status': INBOX_MACHINE,
  'call_recordings.custody': CUSTODY_MACHINE,
  'call_intents.state': INTENT_MACHINE,
  'orders.status': ORDER_MACHINE,
  'call_commands.state': COMMAND_MACHINE,
  'siren_alerts.status': SIREN_MACHINE,
  'webhook_deliveries.state': DELIVERY_MACHINE,
  'webhook_endpoints.state': ENDPOINT_MACHINE,
  'sync_runs.state': SYNC_RUN_MACHINE,
  'call_lookups.state': LOOKUP_MACHINE,
  'operations.state': OPERATION_MACHINE,
  'operation_items.state': OPERATION_ITEM_MACHINE,
  'interviews.status': INTERVIEW_MACHINE,
  'interview_responses.transcript_status': TRANSCRIPT_MACHINE,
  'interview_responses.score_status': SCORE_MACHINE,
  'model_effects.state': MODEL_CALL_MACHINE,
  'call_attempts.consent': CONSENT_MACHINE,
};

/** Columns with a fixed list of values that are no states: nothing moves them. */
export const LIST_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  'profiles.role': ROLES,
  'call_intents.leg': ORDER_LEGS,
  'call_commands.kind': COMMAND_KINDS,
  'siren_alerts.alert_type': SIREN_TYPES,
  'callback_gaps.class': GAP_CLASSES,
  'operations.kind': OPERATION_KINDS,
  'twilio_connections.action': CONNECTION_ACTIONS,
  'twilio_connections.kind': CONNECTION_KINDS,
};

/** Columns that are named like a state and have no constraint, each with the reason. */
export const FREE_COLUMNS: Readonly<Record<string, string>> = {
  'calls.recording_status': 'the fold writes it: RecordingStatus',
  'calls.dial_call_status': 'Twilio’s word',
  'call_lookups.call_status': 'Twilio’s word',
  'calls.sync_state': 'written by freezeCalls alone: CALL_SYNC_STATES',
  'call_events.event_status': 'Twilio’s word',
  'call_recordings.status': 'the word of calls and emergency, by a trigger',
  'call_recordings.twilio_status': 'Twilio’s word',
  'call_attempts.contact_state': 'the campaign’s word, from STATUS_WORDS',
  'candidates.call_status': 'the candidate’s word, from STATUS_WORDS',
  'conversations.status': 'the call inbox’s; only `active` is written',
  'interviews.call_status': 'a call status, copied by the fold',
};

/** Partial indexes over states: the states that each holds. A list that differs makes its queries miss the index. */
export const INDEX_STATES: Readonly<Record<string, readonly string[]>> = {
  twilio_webhook_inbox_unfinished_idx: UNFINISHED_INBOX_STATES,
  twilio_webhook_inbox_stopped_idx: STOPPED_INBOX_STATES,
  call_recordings_unfetched_idx: UNFETCHED_CUSTODY,
  call_intents_unresolved_idx: UNRESOLVED_INTENT_STATES,
  call_commands_drop_key: OPEN_COMMAND_STATES,
  call_commands_unsettled_idx: OPEN_COMMAND_STATES,
  calls_dropped_idx: DROP_REASONS,
  siren_alerts_open_key: OPEN_SIREN_STATUSES,
  webhook_deliveries_due_idx: UNDELIVERED_STATES,
  webhook_deliveries_settled_idx: SETTLED_DELIVERY_STATES,
  webhook_deliveries_replayable_idx: REPLAYABLE_STATES,
  twilio_webhook_inbox_unprinted_idx: STOPPED_INBOX_STATES,
  sync_runs_unfinished_idx: OPEN_SYNC_RUN_STATES,
};
