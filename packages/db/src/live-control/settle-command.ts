import type { Queryable } from '../connection/open-database.ts';
import type { ClaimedCommand, CommandResult } from './claim-commands.ts';

/** What one try of a command came to. `unconfirmed` is tried again. */
export type CommandOutcome = { result?: CommandResult } & (
  | { state: 'confirmed' }
  | { state: 'unconfirmed'; againInMs: number; error?: string }
  | { state: 'failed' | 'superseded'; error: string }
);

/**
 * Records what a try of a command came to and tells it; returns false where it was somebody else's turn meanwhile. Not
 * Prisma: the guard is in the statement.
 */
export async function settleCommand(
  db: Queryable,
  { id, attempts }: Pick<ClaimedCommand, 'id' | 'attempts'>,
  outcome: CommandOutcome,
): Promise<boolean> {
  const error = 'error' in outcome ? (outcome.error ?? null) : null;
  const againInMs = 'againInMs' in outcome ? outcome.againInMs : 0;
  const values = [id, attempts, outcome.state, error, againInMs, JSON.stringify(outcome.result ?? {})];
  return (await db.query({ name: 'settle-command', text: SQL, values })).rowCount === 1;
}

const SQL = `
with settled as (
  update call_commands set
    state = $3, error = $4, next_attempt_at = now() + $5 * interval '1 millisecond', result = result || $6::jsonb,
    settled_at = case when $3 <> 'unconfirmed' then now() end
  where id = $1 and state = 'sending' and attempts = $2
  returning call_id, case when kind = 'drop' then 'call.updated' else 'recording.updated' end as event
)
select tell_stream(event, 'call', call_id::text, call_id) from settled`;
