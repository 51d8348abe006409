import { HEARTBEAT_COLUMNS } from './app-logins.ts';
import type { Permission, Scope } from './policy.ts';
import type { Role } from './roles.ts';

/** The actor of the transaction, evaluated once per statement; null outside of `withActor`, and where its signature is wrong. */
export const ACTOR = '(select (signed_context())[2]::uuid)';
/** True in a transaction that the API signed for this role, evaluated once per statement. */
export const actsAs = (role: Role): string => `(select (signed_context())[1] = '${role}')`;

type Command = 'select' | 'insert' | 'update' | 'delete';
/** A statement that a permission stands for; `where` narrows it further. */
type Use = { command: Command; by: Permission; where?: string };

export type TablePolicy = {
  uses: readonly Use[];
  /** The rows of a scope, as SQL over a row of the table under this alias. */
  rows?: Partial<Record<Exclude<Scope, 'all'>, (row: string) => string>>;
  /** Columns that none of the API's roles reads. */
  secret?: readonly string[];
  /** The only columns that these roles read. */
  columns?: Partial<Record<Role, readonly string[]>>;
  /** The only columns that `update` may write, for all roles or by role. */
  changes?: readonly string[] | Partial<Record<Role, readonly string[]>>;
  /** Statements that the API's own login may run before a request is authenticated: a login, a signed URL. */
  system?: readonly { command: Command; columns?: readonly string[] }[];
};

const reads = (by: Permission): Use => ({ command: 'select', by });
const manages = (by: Permission, where?: string): Use[] =>
  (['insert', 'update', 'delete'] as const).map((command) => ({ command, by, ...(where && { where }) }));

/** An array is read once per statement, and its values are found by an index; `in (select …)` in a policy reads the whole table. */
const among = (value: string, select: string) => `${value} = any(array(${select}))`;
const ordersOf = (column: 'reader_id' | 'client_id') => `select o.id from orders o where o.${column} = ${ACTOR}`;
const assignedCall = (row: string) => among(`${row}.order_id`, ordersOf('reader_id'));
/** The client's own leg: the reader's leg and number are hidden from the client. */
const ownCall = (row: string) =>
  `${row}.conference_call_id is null and ${among(`${row}.order_id`, ordersOf('client_id'))}`;
const ofCalls = (column: string, call: 'id' | 'call_sid' | 'conversation_id') => ({
  assigned: (row: string) => among(`${row}.${column}`, `select c.${call} from calls c where ${assignedCall('c')}`),
  own: (row: string) => among(`${row}.${column}`, `select c.${call} from calls c where ${ownCall('c')}`),
});

/** A waveform is asked for by its recording, so that one row is looked up. */
const ofRecording = (row: string, seen: (recording: string) => string) =>
  `exists (select from call_recordings r where r.recording_sid = ${row}.recording_sid and ${seen('r')})`;

const contactsOf = (condition: string) => `select k.contact_id from conversations k where ${condition}`;

/** The columns of a call that a reader or client sees. Prices, Twilio's URLs and internal errors are for staff. */
const CALL_COLUMNS = [
  'id',
  'call_sid',
  'conversation_id',
  'parent_call_sid',
  'status',
  'direction',
  'from_number',
  'to_number',
  'outside_number',
  'sip_or_pstn',
  'duration_sec',
  'start_time',
  'end_time',
  'ended_reason',
  'dial_call_status',
  'recording_sid',
  'recording_status',
  'is_final',
  'finalized_at',
  'version',
  'order_id',
  'conference_call_id',
  'scheduled_at',
  'time_zone',
  'created_at',
  'updated_at',
] as const;

const RECORDING_COLUMNS = [
  'id',
  'recording_sid',
  'call_sid',
  'call_id',
  'status',
  'twilio_status',
  'channels',
  'duration_sec',
  'audio_sec',
  'started_at',
  'custody',
  'is_encrypted',
  'has_speech',
  'content_type',
  'size_bytes',
  'file_size_bytes',
  'announced_at',
  'updated_at',
  'stored_at',
  'expired_at',
] as const;

/** How the actor is named where a row belongs to a person or to this machine's operator, who has no id. */
const OWNER = `(select coalesce((signed_context())[2], 'operator'))`;
const ownsView = (row: string) => `${row}.owner = ${OWNER}`;
/** A view of one's own; only the staff shares one, with the staff. */
const keepsViews = (command: Command): Use[] => [
  { command, by: 'views.use', where: 'not is_shared' },
  { command, by: 'views.share', where: `owner = ${OWNER}` },
];
/** When a call rang and was answered: a list shows these to the parties too. What the facts say is for staff. */
const EVENT_TIME_COLUMNS = ['id', 'call_sid', 'event_type', 'event_status', 'event_time', 'observed_at'] as const;

const byParties = <T>(columns: readonly T[]) => ({ reader: columns, client: columns });
/** Only administrators change a role, a name, or `is_active`. */
const OWN_PROFILE = ['phone_number', 'password_hash'] as const;
const INTERVIEW_TABLE: TablePolicy = { uses: [reads('interviews.read'), ...manages('interviews.manage')] };
const LOG_TABLE: TablePolicy = { uses: [reads('call-log.read')] };

/** Views, readable with this permission on all rows. They show the rows of their tables that the actor may see. */
export const VIEWS: Readonly<Record<string, Permission>> = {
  messages: 'conversations.read',
  call_logs: 'call-log.read',
};

/** Every table that the API's roles may access; they may access no other. */
export const TABLES: Readonly<Record<string, TablePolicy>> = {
  calls: {
    uses: [
      reads('calls.read'),
      { command: 'insert', by: 'calls.schedule', where: `call_sid is null and status = 'scheduled'` },
      { command: 'update', by: 'calls.start', where: `call_sid is null` },
    ],
    rows: { assigned: assignedCall, own: ownCall },
    columns: byParties(CALL_COLUMNS),
    changes: [
      'status',
      'ended_reason',
      'initiated_by',
      'is_final',
      'finalized_at',
      'scheduled_at',
      'time_zone',
      'updated_at',
    ],
  },
  call_commands: {
    uses: [
      reads('calls.read'),
      { command: 'insert', by: 'calls.drop', where: `kind = 'drop'` },
      { command: 'insert', by: 'calls.record', where: `kind <> 'drop'` },
    ],
    rows: ofCalls('call_id', 'id'),
  },
  call_recordings: {
    uses: [reads('recordings.read')],
    rows: ofCalls('call_sid', 'call_sid'),
    columns: byParties(RECORDING_COLUMNS),
    system: [
      {
        command: 'select',
        columns: ['recording_sid', 'custody', 'object_key', 'content_type', 'size_bytes', 'sha256'],
      },
    ],
  },
  recording_peaks: {
    uses: [reads('recordings.read')],
    rows: {
      assigned: (row) => ofRecording(row, ofCalls('call_sid', 'call_sid').assigned),
      own: (row) => ofRecording(row, ofCalls('call_sid', 'call_sid').own),
    },
  },
  conversations: { uses: [reads('conversations.read')], rows: ofCalls('id', 'conversation_id') },
  contacts: {
    uses: [reads('conversations.read')],
    rows: {
      assigned: (row) => among(`${row}.id`, contactsOf(ofCalls('id', 'conversation_id').assigned('k'))),
      own: (row) => among(`${row}.id`, contactsOf(ofCalls('id', 'conversation_id').own('k'))),
    },
  },
  siren_alerts: {
    uses: [reads('sirens.read'), { command: 'insert', by: 'sirens.raise' }, { command: 'update', by: 'sirens.answer' }],
    rows: {
      self: (row) => `${row}.triggered_by = ${ACTOR}`,
      assigned: (row) => `${row}.triggered_by = ${ACTOR} and ${ofCalls('call_id', 'id').assigned(row)}`,
      own: (row) => `${row}.triggered_by = ${ACTOR} and ${ofCalls('call_id', 'id').own(row)}`,
    },
  },
  orders: {
    uses: [reads('orders.read'), ...manages('orders.manage')],
    rows: { assigned: (row) => `${row}.reader_id = ${ACTOR}`, own: (row) => `${row}.client_id = ${ACTOR}` },
  },
  stream_events: {
    uses: [reads('events.read')],
    rows: ofCalls('call_id', 'id'),
    system: [{ command: 'select' }],
  },
  call_events: {
    uses: [...LOG_TABLE.uses, reads('calls.read')],
    rows: ofCalls('call_sid', 'call_sid'),
    columns: byParties(EVENT_TIME_COLUMNS),
  },
  twilio_webhook_inbox: {
    uses: [
      reads('inbox.read'),
      reads('call-log.read'),
      { command: 'update', by: 'inbox.replay' },
      { command: 'update', by: 'inbox.decide' },
      {
        command: 'insert',
        by: 'calls.set-status',
        where: `event_type = 'manual-status' and source = 'api' and processing_status = 'pending'`,
      },
    ],
  },
  twilio_webhook_search: { uses: [reads('inbox.read')] },
  twilio_webhook_dedupe: {
    uses: [reads('inbox.read'), reads('call-log.read'), { command: 'insert', by: 'calls.set-status' }],
  },
  sync_state: { uses: [reads('reconciliation.read')] },
  callback_gaps: {
    uses: [
      reads('reconciliation.read'),
      reads('call-log.read'),
      { command: 'update', by: 'reconciliation.decide' },
      { command: 'update', by: 'reconciliation.sync' },
    ],
    changes: [
      'ignored_at',
      'ignored_by',
      'ignore_reason',
      'heal_requested_at',
      'heal_due_at',
      'heal_error',
      'updated_at',
    ],
  },
  operations: {
    uses: [
      reads('operations.read'),
      { command: 'insert', by: 'operations.manage' },
      { command: 'update', by: 'operations.manage' },
    ],
    changes: ['state', 'paced_at', 'ended_at', 'ended_because'],
  },
  operation_items: { uses: [reads('operations.read'), { command: 'insert', by: 'operations.manage' }] },
  callback_tests: { uses: [reads('inbox.test'), { command: 'insert', by: 'inbox.test' }] },
  twilio_connections: {
    uses: [reads('configuration.connect'), { command: 'insert', by: 'configuration.connect' }],
  },
  doctor_runs: { uses: [reads('doctor.read'), { command: 'insert', by: 'doctor.run' }] },
  saved_views: {
    uses: [
      reads('views.use'),
      { command: 'select', by: 'views.share', where: 'is_shared' },
      ...keepsViews('insert'),
      ...keepsViews('update'),
      { command: 'update', by: 'views.manage', where: 'is_shared' },
      ...keepsViews('delete'),
      { command: 'delete', by: 'views.manage', where: 'is_shared' },
    ],
    rows: { self: ownsView },
    changes: ['name', 'screen', 'query', 'is_shared', 'updated_at'],
  },
  call_lookups: {
    uses: [
      reads('call-log.read'),
      { command: 'insert', by: 'reconciliation.sync', where: `state = 'due'` },
      { command: 'update', by: 'reconciliation.sync' },
    ],
    changes: [
      'account_sid',
      'inbox_id',
      'state',
      'call_status',
      'attempts',
      'error',
      'requested_at',
      'next_attempt_at',
      'settled_at',
    ],
  },
  sync_runs: {
    uses: [
      reads('reconciliation.read'),
      { command: 'insert', by: 'reconciliation.sync' },
      { command: 'update', by: 'reconciliation.sync' },
    ],
  },
  candidates: INTERVIEW_TABLE,
  interview_templates: INTERVIEW_TABLE,
  interviews: INTERVIEW_TABLE,
  interview_events: INTERVIEW_TABLE,
  interview_responses: INTERVIEW_TABLE,
  interview_scores: INTERVIEW_TABLE,
  interview_results: INTERVIEW_TABLE,
  interview_decisions: INTERVIEW_TABLE,
  model_effects: INTERVIEW_TABLE,
  call_intents: {
    uses: [
      reads('interviews.read'),
      ...manages('interviews.manage'),
      { command: 'insert', by: 'calls.start', where: `kind = 'order'` },
    ],
    rows: ofCalls('call_id', 'id'),
  },
  dial_approvals: {
    uses: [reads('calls.approve'), { command: 'insert', by: 'calls.approve', where: `approved_by = ${ACTOR}` }],
  },
  campaigns: { uses: [reads('campaigns.read'), ...manages('campaigns.manage')] },
  call_attempts: { uses: [reads('campaigns.read')] },
  profiles: {
    uses: [
      reads('users.read'),
      reads('account.read'),
      ...manages('users.manage', `role <> 'superadmin'`),
      ...manages('users.manage-superadmins'),
      { command: 'update', by: 'account.change', where: `'app_' || role = current_user` },
    ],
    rows: { self: (row) => `${row}.id = ${ACTOR}` },
    changes: { monitor: OWN_PROFILE, reader: OWN_PROFILE, client: OWN_PROFILE },
    secret: ['password_hash'],
    system: [{ command: 'select', columns: ['id', 'role', 'is_active'] }],
  },
  api_keys: {
    uses: [
      reads('keys.manage'),
      ...manages('keys.manage', `profile_id not in (select p.id from profiles p where p.role = 'superadmin')`),
      ...manages('keys.manage-superadmins'),
    ],
    secret: ['secret_hash'],
    system: [
      {
        command: 'select',
        columns: ['prefix', 'profile_id', 'scopes', 'expires_at', 'revoked_at', 'last_used_at'],
      },
      { command: 'update', columns: ['last_used_at'] },
    ],
  },
  webhook_endpoints: {
    uses: [reads('webhooks.manage'), ...manages('webhooks.manage')],
    secret: ['secret', 'previous_secret'],
  },
  webhook_deliveries: {
    uses: [
      reads('webhooks.manage'),
      { command: 'insert', by: 'webhooks.manage' },
      { command: 'update', by: 'webhooks.manage' },
    ],
    changes: ['state', 'attempts', 'next_attempt_at', 'error'],
  },
  processes: {
    uses: [reads('processes.read')],
    // the heartbeat of the API itself
    system: [
      { command: 'select', columns: ['id'] },
      { command: 'insert' },
      { command: 'update', columns: HEARTBEAT_COLUMNS },
    ],
  },
  queue_pauses: {
    uses: [
      reads('queues.read'),
      { command: 'insert', by: 'queues.manage' },
      { command: 'delete', by: 'queues.manage' },
    ],
  },
  metric_samples: { uses: [reads('metrics.read')] },
  metric_rollups: { uses: [reads('metrics.read')] },
  rejected_requests: { uses: [reads('inbox.read')] },
  audit_events: { uses: [reads('audit.read')] },
  audit_anchors: { uses: [reads('audit.read')] },
  idempotency_keys: {
    uses: [reads('account.read'), ...manages('account.read')],
    rows: {
      self: (row) => `${row}.actor_id = ${OWNER}`,
    },
  },
};
