/** Which callbacks are kept on disk while Postgres is unavailable; `callers` are requests for TwiML. */
export const SPOOL_MODES = ['all', 'callers', 'off'] as const;
export type SpoolMode = (typeof SPOOL_MODES)[number];
