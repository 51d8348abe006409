/**
 * What makes the rounds of a loop fail. `table`: it does not exist, or another session locks it. `queue`: its server does
 * not answer. `folder`: the spool is no folder. A loop with `only` cannot fail for these reasons, but for the one named.
 */
export type LoopRow = {
  table?: string;
  queue?: true;
  folder?: true;
  /** Listens to Postgres: fails where its connection is cut and no new one is admitted. */
  listens?: true;
  /** The next round is a minute or more after a good one: only the rounds of the start can be made to fail. */
  isSlow?: true;
  /** It reads nothing, so that nothing of it can fail. */
  only?: string;
};

const CANARY: LoopRow = { queue: true };
const HEARTBEAT: LoopRow = { table: 'processes' };

/** Every loop of every app with all of its features on, as `/health` names them. A loop without a row fails the test. */
export const LOOPS: Readonly<Record<string, Readonly<Record<string, LoopRow>>>> = {
  ingest: {
    heartbeat: HEARTBEAT,
    'rejected requests': { only: 'writes what was refused, and nothing is' },
    spool: { folder: true },
    'spool room': { folder: true },
  },
  api: {
    heartbeat: HEARTBEAT,
    'event stream': { table: 'stream_events' },
    'revoked streams': { table: 'api_keys' },
    'queue stats': { table: 'twilio_webhook_inbox' },
    'callback counts': { table: 'twilio_webhook_inbox' },
    'health changes': { table: 'processes' },
    'sync progress': { table: 'sync_runs' },
    'floor stats': { table: 'siren_alerts' },
    keepalive: { only: 'writes to the clients of this process' },
    'listen trunkline_stream': { listens: true },
  },
  'worker-status': {
    heartbeat: HEARTBEAT,
    canary: CANARY,
    direct: { table: 'twilio_webhook_inbox', queue: true },
  },
  'worker-reconcile': {
    heartbeat: HEARTBEAT,
    canary: CANARY,
    relay: { table: 'twilio_webhook_inbox', queue: true },
    measure: { table: 'twilio_webhook_inbox' },
    retention: { table: 'twilio_webhook_dedupe', isSlow: true },
    redis: { queue: true, isSlow: true },
    search: { table: 'twilio_webhook_search' },
    fingerprints: { table: 'twilio_webhook_inbox' },
    operations: { table: 'operations' },
    tests: { table: 'callback_tests' },
    doctor: { table: 'doctor_runs' },
    connections: { table: 'twilio_connections' },
    heals: { table: 'callback_gaps' },
    series: { table: 'metric_samples' },
    schedules: { queue: true },
    syncs: { table: 'sync_runs' },
    lookups: { table: 'call_lookups' },
    'new calls': { queue: true },
    'listen trunkline_calls': { listens: true },
  },
  'worker-recording': {
    heartbeat: HEARTBEAT,
    canary: CANARY,
    relay: { table: 'call_recordings', queue: true },
    measure: { table: 'call_recordings' },
    retention: { table: 'call_recordings', isSlow: true },
    audit: { table: 'audit_events', isSlow: true },
    deletion: { table: 'call_recordings' },
  },
  'worker-transcription': {
    heartbeat: HEARTBEAT,
    canary: CANARY,
    relay: { table: 'interview_responses', queue: true },
  },
  'worker-dialer': {
    heartbeat: HEARTBEAT,
    canary: CANARY,
    relay: { table: 'call_intents', queue: true },
    commands: { table: 'call_commands' },
    scheduled: { table: 'calls' },
    'listen trunkline_commands': { listens: true },
  },
  'worker-notify': {
    heartbeat: HEARTBEAT,
    canary: CANARY,
    relay: { table: 'webhook_deliveries', queue: true },
    measure: { table: 'webhook_deliveries' },
    stream: { table: 'stream_cursors' },
    sirens: { table: 'siren_alerts' },
    retention: { table: 'webhook_endpoints', isSlow: true },
    'listen trunkline_stream': { listens: true },
  },
};

/** Loops that run only during one piece of work, and the test in which they do. */
export const LOOPS_OF_WORK: Readonly<Record<string, string>> = {
  lease: 'apps/worker-recording/src/fetch-recording.int.test.ts',
  'scan heartbeat': 'apps/worker-reconcile/src/cold/run-syncs.int.test.ts',
};
