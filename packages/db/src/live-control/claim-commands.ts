import type { Queryable } from '../connection/open-database.ts';
import { COMMAND_COLUMNS, type CallCommand } from './call-commands.ts';

/** A command that is ours to carry out; `attempts` counts the claims, and names this one. */
export type ClaimedCommand = CallCommand & { sentAt: Date; result: CommandResult };

/** What was seen of recordings by their SID, and which legs Twilio ended for us. */
export type CommandResult = { seen?: Record<string, string>; ended?: string[] };

/** A process that did not tell within this time what became of a command is gone: somebody else looks. */
const LEASE_SECONDS = 15;

/**
 * Takes up to `limit` commands that are due, those that end calls first. About a recording one command of a call at a
 * time, in their order; the later one takes the place of one that was sent and not confirmed. Not Prisma: `skip locked`.
 */
export async function claimCommands(db: Queryable, limit: number): Promise<ClaimedCommand[]> {
  const { rows } = await db.query<ClaimedCommand>({
    name: 'claim-commands',
    text: SQL,
    values: [limit, LEASE_SECONDS],
  });
  return rows;
}

const SQL = `
with due as materialized (
  select m.id, m.call_id, m.kind from call_commands m
  where m.state in ('queued', 'sending', 'unconfirmed') and m.next_attempt_at <= now()
    and (m.kind = 'drop' or not exists (
      select from call_commands o where o.call_id = m.call_id and o.kind <> 'drop' and o.id <> m.id and (
        o.state = 'sending' or (o.state = 'queued' and o.id < m.id) or (o.id > m.id and m.state = 'unconfirmed'))))
  order by m.kind <> 'drop', m.next_attempt_at limit $1 for update skip locked
),
overtaken as (
  update call_commands o set state = 'superseded', settled_at = now(), error = 'A later command took its place.'
  from due where o.call_id = due.call_id and o.kind <> 'drop' and due.kind <> 'drop' and o.id < due.id and o.state = 'unconfirmed'
)
update call_commands m set
  state = 'sending', attempts = attempts + 1, sent_at = coalesce(sent_at, now()), next_attempt_at = now() + $2 * interval '1 second'
from due where m.id = due.id
returning ${COMMAND_COLUMNS}, m.result`;
