/**
 * Endpoints from which the guard alone keeps a role away: the database has nothing to protect there, or the role may read
 * its own rows of the table by another permission. `own`: without the guard it sees those and nothing else.
 */
export const GUARD_ALONE: Readonly<Record<string, { shows: 'nothing of the database' | 'own'; why: string }>> = {
  'get /api/twilio/debug': { shows: 'nothing of the database', why: 'settings of the process' },
  'get /events/stats': { shows: 'nothing of the database', why: 'counters of the process' },
  'get /api/users': { shows: 'own', why: 'every role reads its own profile (account.read)' },
  'get /api/users/:id': { shows: 'own', why: 'every role reads its own profile (account.read)' },
  'post /api/dead-letters/replay': { shows: 'own', why: 'a dry run counts the inbox rows that the role may read' },
  'post /api/operations': { shows: 'own', why: 'a dry run counts the rows that the role may read' },
  'post /api/quarantined/release': { shows: 'own', why: 'a dry run counts the inbox rows that the role may read' },
  'post /api/quarantined/discard': { shows: 'own', why: 'a dry run counts the inbox rows that the role may read' },
};

/** Conditions behind other conditions: a role reaches these rows only through rows that those already hide. */
export const BEHIND_OTHERS: Readonly<Record<string, string>> = {
  call_commands: 'commands are read through their call, whose row the reader must see',
  stream_events: 'an event is sent with the row that it is about, which the reader must see',
  idempotency_keys: 'a key is looked up together with its owner',
  recording_peaks: 'peaks are read after their recording, whose row the reader must see',
  call_events: 'the times of a call are read with its row, which the reader must see',
};

/** Endpoints that ask for a second permission, so that a role without it gains nothing by the first. */
export const GUARDED_TWICE: Readonly<Record<string, string>> = {
  'post /api/operations': 'each kind of operation asks for the permission of its rows',
};

/** Tables that no role of the API uses, and why. */
export const TABLES_WITHOUT_API: Readonly<Record<string, string>> = {
  context_keys: 'read by the function that checks signatures',
  sessions: 'read and written by functions',
  login_links: 'read and written by functions',
  erasures: 'written by npx trunkline erase, with the rights of a worker',
  erased_calls: 'read where callbacks are stored',
  erased_numbers: 'read where callbacks are stored',
  erasure_key: 'the key of the digests of erased numbers',
  stream_cursors: 'the progress of worker-notify; the API keeps its own position in memory',
};
