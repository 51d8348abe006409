type Command = 'select' | 'insert' | 'update' | 'delete';

/** What an app's login may do on a table: on all columns, or on these alone. */
export type TableUse = Partial<Record<Command, readonly string[] | 'all'>>;

/** The rights of the login of one app: tables, sequences, and functions that run with the rights of their owner. */
export type AppRights = {
  tables: Readonly<Record<string, TableUse>>;
  functions: readonly string[];
  sequences?: readonly string[];
};

const may = (...commands: Command[]): TableUse => Object.fromEntries(commands.map((command) => [command, 'all']));

/** Storing what REST says, as worker-reconcile and worker-dialer do. */
const STORE_FACTS = {
  tables: { twilio_webhook_dedupe: may('select', 'insert', 'update'), twilio_webhook_inbox: may('select', 'insert') },
  functions: ['is_erased(text, boolean, jsonb)', 'redact_erased(text)'],
  sequences: ['twilio_webhook_inbox_seq'],
} as const;

/** What a heartbeat writes again; the rest is written once. */
export const HEARTBEAT_COLUMNS = [
  'health',
  'report',
  'failing_loops',
  'dependencies',
  'figures',
  'heartbeat_at',
  'ended_at',
] as const;
/** The row of its own process, and of workers the queues that are paused, which the heartbeat answers. */
const HEARTBEAT = { processes: { select: ['id'], insert: 'all', update: HEARTBEAT_COLUMNS } } as const;
const WORKERS_HEARTBEAT = { ...HEARTBEAT, queue_pauses: { select: ['queue'] } } as const;

const TELL = 'tell_stream(text, text, text, bigint)';
/** The row of a scheduled call takes over what points to the row of the call that Twilio placed. */
const POINTED = { select: ['call_id'], update: ['call_id'] } as const;
/** An interview follows from facts, which both the folding of a call and the dialling record. */
const INTERVIEW_FACTS = {
  interview_events: may('select', 'insert'),
  interview_responses: may('select', 'insert', 'update'),
  interview_templates: may('select'),
  interviews: may('select', 'update'),
} as const;

/**
 * Every app that logs in to Postgres for itself, and all that its login may do. Policies of rows do not restrict it:
 * it acts for no principal. The rights of `api` follow from the policy (tables.ts). A test compares this list with the
 * statements of each app.
 */
export const APP_RIGHTS = {
  ingest: {
    tables: {
      twilio_webhook_dedupe: {
        select: ['key', 'inbox_id', 'copies'],
        insert: ['key', 'inbox_id', 'copies'],
        update: ['copies', 'last_seen_at'],
      },
      twilio_webhook_inbox: {
        insert: [
          'id',
          'source',
          'event_type',
          'call_sid',
          'recording_sid',
          'dedupe_key',
          'payload',
          'query',
          'escaped_fields',
          'raw_target',
          'idempotency_token',
          'signature_verdict',
          'processing_status',
          'error',
          'received_at',
        ],
      },
      ...HEARTBEAT,
      rejected_requests: {
        select: ['hour', 'cause', 'method', 'path', 'host', 'account_sid', 'requests', 'last_at'],
        insert: 'all',
        update: ['requests', 'last_at'],
      },
      campaigns: { select: ['id', 'language', 'dialogue_url'] },
      interviews: { select: ['id', 'template_id', 'first_question', 'question_count'] },
      interview_templates: { select: ['id', 'language', 'voice', 'questions'] },
    },
    functions: STORE_FACTS.functions,
    sequences: STORE_FACTS.sequences,
  },
  'worker-status': {
    tables: {
      ...WORKERS_HEARTBEAT,
      ...INTERVIEW_FACTS,
      twilio_webhook_inbox: may('select', 'update'),
      calls: may('select', 'insert', 'update', 'delete'),
      call_events: may('select', 'insert'),
      call_recordings: may('select', 'insert', 'update'),
      call_intents: may('select', 'update'),
      call_attempts: may('select', 'insert', 'update'),
      campaigns: may('select', 'insert'),
      candidates: may('select', 'insert', 'update'),
      contacts: may('select', 'insert'),
      conversations: may('select', 'insert', 'update'),
      stream_events: { insert: 'all', ...POINTED },
      call_commands: POINTED,
      siren_alerts: POINTED,
    },
    functions: [TELL],
  },
  'worker-reconcile': {
    tables: {
      ...WORKERS_HEARTBEAT,
      // the writer of the series reads the figures of all processes, and deletes the rows of those that are gone
      processes: { ...HEARTBEAT.processes, select: 'all', delete: 'all' },
      metric_samples: may('select', 'insert', 'delete'),
      metric_rollups: may('select', 'insert', 'delete'),
      rejected_requests: { select: ['id', 'last_at'], delete: 'all' },
      model_effects: { select: ['asked_at', 'cost_usd'] },
      twilio_webhook_inbox: may('select', 'insert', 'update'),
      twilio_webhook_dedupe: may('select', 'insert', 'update', 'delete'),
      twilio_webhook_search: may('select', 'insert'),
      calls: may('select', 'update'),
      call_events: may('select'),
      call_recordings: may('select'),
      call_lookups: may('select', 'insert', 'update'),
      callback_gaps: may('select', 'insert', 'update'),
      sync_runs: may('select', 'insert', 'update'),
      operations: may('select', 'update', 'delete'),
      operation_items: may('select', 'update'),
      callback_tests: may('select', 'update', 'delete'),
      doctor_runs: may('select', 'update', 'delete'),
      twilio_connections: may('select', 'update'),
      webhook_deliveries: may('select', 'update'),
      webhook_endpoints: { select: ['id', 'state', 'paused_until'] },
      sync_state: may('select', 'insert', 'update'),
      stream_events: may('select', 'insert', 'delete'),
      idempotency_keys: { select: ['ctid', 'created_at'], delete: 'all' },
    },
    functions: [
      ...STORE_FACTS.functions,
      TELL,
      'number_stream_events()',
      'ensure_inbox_partitions(date, integer)',
      'drop_inbox_partitions(date)',
    ],
    sequences: STORE_FACTS.sequences,
  },
  'worker-recording': {
    tables: {
      ...WORKERS_HEARTBEAT,
      call_recordings: may('select', 'update'),
      recording_peaks: may('select', 'insert', 'update', 'delete'),
      calls: may('select'),
      stream_events: may('insert'),
      audit_events: may('select'),
      audit_anchors: may('select', 'insert', 'update'),
    },
    functions: [TELL],
  },
  'worker-transcription': {
    tables: {
      ...WORKERS_HEARTBEAT,
      call_recordings: { select: 'all', update: ['has_speech'] },
      calls: may('select'),
      interviews: may('select', 'update'),
      interview_templates: may('select'),
      interview_responses: may('select', 'update'),
      interview_scores: may('select', 'insert'),
      interview_results: may('select', 'insert'),
      model_effects: may('select', 'insert', 'update'),
      stream_events: may('insert'),
    },
    functions: [TELL],
  },
  'worker-dialer': {
    tables: {
      ...WORKERS_HEARTBEAT,
      ...STORE_FACTS.tables,
      ...INTERVIEW_FACTS,
      calls: may('select', 'insert', 'update', 'delete'),
      call_intents: may('select', 'insert', 'update'),
      call_commands: may('select', 'insert', 'update'),
      orders: may('select'),
      stream_events: { insert: 'all', ...POINTED },
      siren_alerts: POINTED,
    },
    functions: [
      ...STORE_FACTS.functions,
      TELL,
      'party_numbers(uuid[])',
      'use_of_dial_caps(text, timestamptz, text, text, integer, jsonb)',
    ],
    sequences: STORE_FACTS.sequences,
  },
  'worker-notify': {
    tables: {
      ...WORKERS_HEARTBEAT,
      // what the payloads of events show
      calls: {
        select: [
          'id',
          'call_sid',
          'status',
          'direction',
          'from_number',
          'to_number',
          'duration_sec',
          'recording_status',
          'order_id',
          'version',
        ],
      },
      call_recordings: { select: ['id', 'recording_sid', 'twilio_status', 'custody', 'duration_sec'] },
      interviews: { select: ['id', 'status', 'answered', 'question_count'] },
      interview_responses: {
        select: ['id', 'interview_id', 'question_number', 'attempt', 'transcript_status', 'score_status'],
      },
      call_attempts: { select: ['id', 'external_call_id', 'campaign_id', 'contact_id'] },
      callback_gaps: { select: ['id', 'missing', 'class', 'healed_by'] },
      operations: {
        select: ['id', 'kind', 'state', 'total', 'ok', 'failed', 'skipped', 'begun', 'ended_because'],
      },
      twilio_webhook_inbox: { select: ['id'] },
      audit_anchors: { select: ['hour', 'lines', 'head'] },
      siren_alerts: may('select', 'update'),
      stream_cursors: may('select', 'insert', 'update'),
      stream_events: may('select', 'insert'),
      webhook_deliveries: may('select', 'insert', 'update', 'delete'),
      webhook_endpoints: may('select', 'update'),
    },
    functions: [TELL, 'number_stream_events()', 'stream_audience(bigint, bigint)'],
  },
} as const satisfies Record<string, AppRights>;

/** An app with a login of its own and rights in this list; `api` has a policy instead. */
export type AppWithRights = keyof typeof APP_RIGHTS;
export const APPS_WITH_RIGHTS = Object.keys(APP_RIGHTS) as AppWithRights[];

/** The role of Postgres that an app logs in as: `trunkline_worker_status`. */
export const loginOf = (app: string): string => `trunkline_${app.replaceAll('-', '_')}`;

/** Every app with a login of its own. */
export const APPS_WITH_LOGIN = [...APPS_WITH_RIGHTS, 'api'] as const;
export const LOGINS = APPS_WITH_LOGIN.map(loginOf);

/** The variable with the password of an app's login, for what sets it: `WORKER_STATUS_DATABASE_PASSWORD`. */
export const passwordVariableOf = (app: string): string =>
  `${app.toUpperCase().replaceAll('-', '_')}_DATABASE_PASSWORD`;

/** The grants of one app on a table. */
export function appGrantsOf(table: string): string[] {
  return APPS_WITH_RIGHTS.flatMap((app) => {
    const { tables }: AppRights = APP_RIGHTS[app];
    return Object.entries(tables[table] ?? {}).map(
      ([command, columns]) =>
        `grant ${command}${columns === 'all' ? '' : ` (${columns.join(', ')})`} on ${table} to ${loginOf(app)};`,
    );
  });
}
