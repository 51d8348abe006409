import type { Queryable } from '../connection/open-database.ts';

/**
 * A submission whose process did not tell in time what became of it: nobody knows now, and it is looked for. Returns
 * false where it told after all. Not Prisma: the guard is in the statement.
 */
export async function markSubmissionUnknown(db: Queryable, id: string): Promise<boolean> {
  return (await db.query({ name: 'lose-track', text: SQL, values: [id] })).rowCount === 1;
}

const SQL = `
update call_intents set
  state = 'submission_unknown', checks = 0, next_attempt_at = now(), updated_at = now(),
  error = 'The process that asked Twilio did not say what became of it.',
  evidence = evidence || jsonb_build_object('at', now(), 'step', 'submission-unknown', 'error', 'the process that asked was gone')
where id = $1 and state = 'submitting' and submitting_at < now() - interval '20 seconds'`;
