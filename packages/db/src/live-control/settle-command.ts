import type { Queryable } from '../connection/open-database.ts';
import type { ClaimedCommand, CommandResult } from './claim-commands.ts';

/** Outcome of one attempt. `unconfirmed` is tried again after `againInMs`. */
export type CommandOutcome = { result?: CommandResult } & (
  | { state: 'confirmed' }
  | { state: 'unconfirmed'; againInMs: number; error?: string }
  | { state: 'failed' | 'superseded'; error: string }
);

/** Writes the outcome of an attempt and emits an event; false where the command was claimed again meanwhile. */
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
