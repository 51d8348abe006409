/** What is wrong with a quarantined callback, for a metric's label. */
export type QuarantineCause = 'call_sid' | 'call_status' | 'account' | 'not_storable' | 'other';

/** The cause of a quarantine by its error. */
export function quarantineCause(error: string | null): QuarantineCause {
  if (error === null) return 'other';
  const begins = Object.entries(CAUSES).find(([beginning]) => error.startsWith(beginning));
  return begins ? begins[1] : 'other';
}

const CAUSES: Readonly<Record<string, QuarantineCause>> = {
  'CallSid ': 'call_sid',
  'CallStatus ': 'call_status',
  'AccountSid ': 'account',
  'Postgres refused': 'not_storable',
};
