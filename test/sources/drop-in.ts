/** What a source's clients and SQL use, as docs/compatibility.md lists it: `METHOD path` per port, and columns per relation. */
export type DropIn = { ingest: readonly string[]; api: readonly string[]; relations: Readonly<Record<string, string>> };

/** By the heading of docs/compatibility.md. Path parameters are in braces. */
export const SOURCES: Readonly<Record<string, DropIn>> = {
  'Call inbox': {
    ingest: [
      'POST /webhooks/twilio/voice-inbound',
      'POST /webhooks/twilio/voice-status',
      'POST /webhooks/twilio/recording-status',
      'POST /webhooks/twilio/dial-action',
      'GET /health',
    ],
    api: [
      'GET /health',
      'GET /api/conversations',
      'GET /api/conversations/active',
      'GET /api/conversations/{id}',
      'GET /api/conversations/{id}/messages',
      'POST /api/sync/today',
      'POST /api/sync/recent',
      'GET /events/calls',
      'GET /events/stats',
    ],
    relations: {
      contacts: 'id, phone_number, formatted_number, display_name, metadata, created_at, updated_at',
      conversations: 'id, contact_id, external_id, subject, status, last_message_at, metadata, created_at, updated_at',
      messages:
        'id, conversation_id, twilio_sid, direction, status, from_number, to_number, duration, price, price_unit, start_time, end_time, recording_url, parent_call_sid, metadata, created_at, updated_at, last_event_time, is_final, finalized_at, sync_state',
      twilio_webhook_inbox:
        'id, source, event_type, call_sid, recording_sid, dedupe_key, payload, received_at, processed_at, processing_status, error, retry_count',
      call_events: 'id, call_sid, event_type, event_status, event_time, created_at, source, payload',
      sync_state: 'job_name, cursor, last_success_at, last_error_at, last_error, updated_at',
    },
  },
  'Candidate callbacks': {
    ingest: ['POST /twilio-status', 'POST /voice', 'GET /voice'],
    api: [],
    relations: {
      call_logs: 'id, candidate_id, call_sid, status, to_number, from_number, payload, created_at',
      candidates: 'id, call_status',
    },
  },
  'Interview service': {
    ingest: [
      'POST /api/webhooks/call-status/',
      'POST /api/webhooks/record-response/',
      'POST /api/webhooks/recording-status/',
      'GET /api/webhook-test/',
    ],
    api: [
      'GET /api/webhook-test/',
      'POST /api/trigger-interview/',
      'GET /api/interviews/{uuid}/flow/',
      'POST /api/interviews/{uuid}/flow/',
      'GET /api/interviews/{uuid}/results/',
      'GET /api/audio-availability/',
      'GET /api/twilio/debug/',
      'GET /api/twilio/recordings/',
    ],
    relations: {},
  },
  'Telephony webhook handler': { ingest: ['POST /webhooks/telephony/events'], api: [], relations: {} },
  'Calls and emergency': {
    ingest: ['POST /api/calls/webhook/twilio'],
    api: [
      'POST /api/calls/schedule',
      'POST /api/calls/{order_id}/start',
      'GET /api/calls/{call_id}',
      'POST /api/calls/{call_id}/drop',
      'POST /api/calls/{call_id}/recording/start',
      'POST /api/calls/{call_id}/recording/pause',
      'POST /api/calls/{call_id}/recording/resume',
      'POST /api/calls/{call_id}/recording/stop',
      'POST /api/calls/{call_id}/siren',
      'POST /api/calls/{call_id}/status',
    ],
    relations: {
      calls:
        'id, call_sid, recording_sid, duration_sec, ended_reason, initiated_by, sip_or_pstn, recording_status, recording_url, siren_triggered, webhook_events',
      call_recordings: 'id, call_id, recording_sid, status, duration_sec, file_size_bytes, storage_key, twilio_url',
      siren_alerts: 'id, call_id, triggered_by, alert_type, reason, status, acknowledged_by, resolved_by',
    },
  },
};
