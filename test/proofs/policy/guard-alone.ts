/**
 * Endpoints of which the guard alone keeps a role away: there is nothing in the database that could, or what is there is
 * the role's own by another permission. `own`: it may be shown that, and nothing else.
 */
export const GUARD_ALONE: Readonly<Record<string, { shows: 'nothing of the database' | 'own'; why: string }>> = {
  'get /api/twilio/debug': { shows: 'nothing of the database', why: 'settings of the process' },
  'get /events/stats': { shows: 'nothing of the database', why: 'counters of the process' },
  'get /api/users': { shows: 'own', why: 'everybody reads their own profile (account.read)' },
  'get /api/users/:id': { shows: 'own', why: 'everybody reads their own profile (account.read)' },
  'post /api/dead-letters/replay': { shows: 'own', why: 'a dry run counts what whoever reads the inbox may count' },
};
