import type { Database } from '@trunkline/db/connection';
import type { CanaryName } from './canaries.ts';

/** Canaries that did not arrive in the table where they belong: their absence elsewhere would prove nothing. */
export async function findAbsent(db: Database, canaries: Record<CanaryName, string>): Promise<string[]> {
  const absent: string[] = [];
  for (const [name, table] of Object.entries(BELONGS)) {
    const { rows } = await db.pool.query<{ is_there: boolean }>(
      `select exists (select from ${table} t where strpos(to_jsonb(t)::text, $1) > 0) as is_there`,
      [canaries[name as CanaryName]],
    );
    if (!rows[0]!.is_there) absent.push(`${name} in ${table}`);
  }
  return absent;
}

const BELONGS: Partial<Record<CanaryName, string>> = {
  caller: 'calls',
  callerName: 'twilio_webhook_inbox',
  callerCity: 'twilio_webhook_inbox',
  client: 'call_intents',
  reader: 'call_intents',
  candidate: 'calls',
  candidateName: 'candidates',
  question: 'interview_responses',
  rubric: 'interview_templates',
  decisionNote: 'interview_decisions',
  orderNote: 'orders',
  dropReason: 'call_commands',
  sirenReason: 'siren_alerts',
  sirenResolution: 'siren_alerts',
  webhookPath: 'webhook_endpoints',
};
