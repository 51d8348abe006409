/** How a process does: by its own word, by its silence, or as its end was recorded. */
export const PROCESS_STATES = ['ok', 'degraded', 'unhealthy', 'silent', 'ended'] as const;
export type ProcessState = (typeof PROCESS_STATES)[number];

/** Two heartbeats of 10 s, and some seconds for a slow one. */
export const SILENT_AFTER_MS = 25_000;
/** A process that ended is shown for an hour, a silent one for a day. */
export const ENDED_SHOWN_HOURS = 1;
export const SILENT_SHOWN_HOURS = 24;
/** So many rows are kept at most: a process that crashes at every start leaves one each time. */
export const PROCESSES_AT_MOST = 500;

/** What the row of a process says. Pure. */
export function processStateOf(
  row: { health: string; heartbeatAt: Date; endedAt: Date | null },
  now: Date,
): ProcessState {
  if (row.endedAt !== null) return 'ended';
  if (now.getTime() - row.heartbeatAt.getTime() > SILENT_AFTER_MS) return 'silent';
  return row.health === 'ok' || row.health === 'degraded' ? row.health : 'unhealthy';
}

/** Every app, and what nothing does while no process of it lives. */
export const APP_ABSENCES = {
  ingest: 'callbacks are not answered, and callers hear an error of Twilio',
  api: 'the console and the API do not answer',
  'worker-status': 'callbacks are stored and not applied: calls do not change',
  'worker-reconcile': 'missing callbacks are not noticed, and due callbacks are not enqueued again',
  'worker-recording': 'recordings are not fetched from Twilio',
  'worker-transcription': 'answers are not transcribed and scored',
  'worker-dialer': 'no call is placed, and no live call can be controlled',
  'worker-notify': 'sirens are not repeated, and webhooks are not delivered',
} as const satisfies Record<string, string>;
export type App = keyof typeof APP_ABSENCES;
export const APP_NAMES = Object.keys(APP_ABSENCES) as [App, ...App[]];
