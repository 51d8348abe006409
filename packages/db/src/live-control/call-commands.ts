import type { CallStatus } from '@trunkline/telephony/calls';
import {
  OPEN_COMMAND_STATES,
  type CommandKind,
  type CommandState,
  type RecordingStatus,
} from '@trunkline/telephony/live-control';
import { inList } from '../connection/in-list.ts';
import { firstGiven } from '../connection/latest-first.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** A command for a live call. Ids of one call grow in the order of the requests. */
export type CallCommand = {
  id: string;
  callId: string;
  kind: CommandKind;
  state: CommandState;
  actorRole: string;
  requestedAt: Date;
  sentAt: Date | null;
  settledAt: Date | null;
  attempts: number;
  error: string | null;
};

export const COMMAND_COLUMNS = `
  m.id::text, m.call_id::text as "callId", m.kind, m.state, m.actor_role as "actorRole", m.requested_at as "requestedAt",
  m.sent_at as "sentAt", m.settled_at as "settledAt", m.attempts, m.error`;

/** The call that commands control: for the second leg of a conference, the first one. */
export type ControlledCall = {
  id: string;
  callSid: string | null;
  orderId: string | null;
  status: CallStatus;
  isFinal: boolean;
  recordingStatus: RecordingStatus | null;
};

/**
 * The controlled call of a SID or an id. `forRecording`: for a dialled leg its parent, which is recorded. `lock`: until
 * the transaction ends no other one requests a command for it.
 */
export async function findControlledCall(
  tx: Scoped,
  key: { callSid: string } | { id: bigint },
  { lock = false, forRecording = false } = {},
): Promise<ControlledCall | undefined> {
  const [column, value] = 'callSid' in key ? ['call_sid', key.callSid] : ['id', `${key.id}`];
  const sql = `
    select c.id::text, c.call_sid as "callSid", c.order_id::text as "orderId", c.status, c.is_final as "isFinal",
      c.recording_status as "recordingStatus"
    from (
      select ${firstGiven('a.conference_call_id', forRecording ? firstGiven(PARENT, 'a.id') : 'a.id')} as id
      from calls a where a.${column} = $1 and ${tx.rows('calls', 'a')} offset 0
    ) controlled
    join calls c on c.id = controlled.id and ${tx.rows('calls', 'c')}`;
  const found = (await tx.query<ControlledCall>(sql, [value])).rows[0];
  if (!found || !lock) return found;
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('commands of call ' || $1, 0))`, [found.id]);
  return (await tx.query<ControlledCall>(sql, [value])).rows[0]; // read again, under the lock
}

const PARENT = '(select p.id from calls p where p.call_sid = a.parent_call_sid)';

type CommandToRequest = { callId: string; kind: CommandKind; reason?: string; by: string | null; role: string };

/** Requests a command; the dialer is notified at once. Undefined for a second drop while one is open. */
export async function requestCommand(tx: Scoped, command: CommandToRequest): Promise<string | undefined> {
  const { callId, kind, reason = null, by, role } = command;
  const sql = `
    insert into call_commands (call_id, kind, reason, actor_id, actor_role) values ($1, $2, $3, $4, $5)
    on conflict (call_id) where kind = 'drop' and state in ${inList(OPEN_COMMAND_STATES)} do nothing
    returning id::text`;
  return (await tx.query<{ id: string }>(sql, [callId, kind, reason, by, role])).rows[0]?.id;
}

export async function findCommand(tx: Scoped, id: string): Promise<CallCommand | undefined> {
  const sql = `select ${COMMAND_COLUMNS} from call_commands m where m.id = $1 and ${tx.rows('call_commands', 'm')}`;
  return (await tx.query<CallCommand>(sql, [id])).rows[0];
}

const COMMANDS_OF_CALLS_AT_MOST = 200;

/** The commands for these calls, the latest first. */
export async function listCommandsOfCalls(tx: Scoped, callIds: readonly string[]): Promise<CallCommand[]> {
  const sql = `
    select ${COMMAND_COLUMNS} from call_commands m
    where m.call_id = any($1::bigint[]) and ${tx.rows('call_commands', 'm')} order by m.id desc limit ${COMMANDS_OF_CALLS_AT_MOST}`;
  return (await tx.query<CallCommand>(sql, [callIds])).rows;
}

/** The latest command of a call about its recording, or about its end. */
export async function findLastCommand(
  tx: Scoped,
  callId: string,
  about: 'recording' | 'drop',
): Promise<CallCommand | undefined> {
  const sql = `
    select ${COMMAND_COLUMNS} from call_commands m
    where m.call_id = $1 and (m.kind = 'drop') = $2 and ${tx.rows('call_commands', 'm')} order by m.id desc limit 1`;
  return (await tx.query<CallCommand>(sql, [callId, about === 'drop'])).rows[0];
}
