import type { RecordingStatus } from '@trunkline/telephony/live-control';
import { COMMAND_COLUMNS, type CallCommand } from './call-commands.ts';
import { firstGiven } from '../connection/latest-first.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** The observed state of a call and the commands for it, which are kept apart. */
export type CallControl = {
  observed: RecordingStatus | null;
  isFinal: boolean;
  /** The call and the other legs of its conference, as far as the actor may see them. */
  legs: { id: string; callSid: string | null; status: string; isFinal: boolean }[];
  /** The latest first. */
  commands: CallCommand[];
};

const COMMANDS_SHOWN = 20;

/** Reads the call with this id for live control, in one query; undefined where the actor may see none. */
export async function readCallControl(tx: Scoped, callId: string): Promise<CallControl | undefined> {
  const sql = `
    select c.recording_status as observed, c.is_final as "isFinal",
      (select coalesce(json_agg(l order by l.id::bigint), '[]') from (
        select l.id::text, l.call_sid as "callSid", l.status, l.is_final as "isFinal" from calls l
        where (l.id = c.id or l.conference_call_id = c.id) and ${tx.rows('calls', 'l')}) l) as legs,
      (select coalesce(json_agg(m order by m.id::bigint desc), '[]') from (
        select ${COMMAND_COLUMNS} from call_commands m
        where m.call_id = c.id and ${tx.rows('call_commands', 'm')} order by m.id desc limit ${COMMANDS_SHOWN}) m) as commands
    from calls a join calls c on c.id = ${firstGiven('a.conference_call_id', 'a.id')}
    where a.id = $1 and ${tx.rows('calls', 'a')} and ${tx.rows('calls', 'c')}`;
  const found = (await tx.query<CallControl>(sql, [callId])).rows[0];
  return found && { ...found, commands: found.commands.map(withDates) };
}

/** JSON has no dates. */
const withDates = (command: CallCommand): CallCommand => ({
  ...command,
  requestedAt: new Date(command.requestedAt),
  sentAt: command.sentAt && new Date(command.sentAt),
  settledAt: command.settledAt && new Date(command.settledAt),
});
