import { OPEN_COMMAND_STATES } from '@trunkline/telephony/live-control';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';
import { COMMAND_COLUMNS, type CallCommand } from './call-commands.ts';

/** A claimed command; `attempts` counts the claims and identifies this one. */
export type ClaimedCommand = CallCommand & {
  sentAt: Date;
  result: CommandResult;
  /** Account of the call; null where no callback has named it. */
  accountSid: string | null;
};

/** The observed status of recordings by SID, and the SIDs of the legs that Twilio ended. */
export type CommandResult = { seen?: Record<string, string>; ended?: string[] };

/** A command that its process has not settled within this time is claimed again. */
const LEASE_SECONDS = 15;

/**
 * Claims up to `limit` due commands, drops first. Of one call one recording command at a time, in the order of the
 * requests; a later one supersedes an earlier one that is unconfirmed. `skip locked`: two dialers never claim the same.
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
  where m.state in ${inList(OPEN_COMMAND_STATES)} and m.next_attempt_at <= now()
    and (m.kind = 'drop' or not exists (
      select from call_commands o where o.call_id = m.call_id and o.kind <> 'drop' and o.id <> m.id and (
        o.state = 'sending' or (o.state = 'queued' and o.id < m.id) or (o.id > m.id and m.state = 'unconfirmed'))))
  order by m.kind <> 'drop', m.next_attempt_at limit $1 for update skip locked
),
superseded as (
  update call_commands o set state = 'superseded', settled_at = now(), error = 'A later command took its place.'
  from due where o.call_id = due.call_id and o.kind <> 'drop' and due.kind <> 'drop' and o.id < due.id and o.state = 'unconfirmed'
)
update call_commands m set
  state = 'sending', attempts = attempts + 1, sent_at = coalesce(sent_at, now()), next_attempt_at = now() + $2 * interval '1 second'
from due where m.id = due.id
returning ${COMMAND_COLUMNS}, m.result,
  (select c.account_sid from calls c where c.id = m.call_id) as "accountSid"`;
