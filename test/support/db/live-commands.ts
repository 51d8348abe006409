import { unscoped, type Database } from '@trunkline/db/connection';
import {
  claimCommands,
  findControlledCall,
  findCommand,
  requestCommand,
  type CallCommand,
} from '@trunkline/db/live-control';
import type { ControlParts } from '../../../apps/worker-dialer/src/control/command-attempt.ts';
import { handleCommand } from '../../../apps/worker-dialer/src/control/handle-command.ts';
import { startLoop } from '@trunkline/service';
import type { CommandKind } from '@trunkline/telephony/live-control';
import { callbackToStore, progress } from '../twilio/callbacks.ts';
import { silentLog } from '../silent-log.ts';
import { storeAndApply } from './store-and-apply.ts';

/** Stores a call in progress by its callback; returns its id. */
export async function liveCall(db: Database, sid: string): Promise<string> {
  await storeAndApply(db, [callbackToStore(progress(sid, 'in-progress', 2))]);
  return (await findControlledCall(unscoped(db), { callSid: sid }))!.id;
}

/** Requests a command as the API does; returns its id. */
export const ask = async (db: Database, callId: string, kind: CommandKind, role = 'monitor'): Promise<string> =>
  (await requestCommand(unscoped(db), { callId, kind, by: null, role }))!;

/** Tries every due command once, as one tick of the dialer does; returns how many. */
export async function carryOut(parts: ControlParts): Promise<number> {
  const claimed = await claimCommands(parts.db.pool, 20);
  await Promise.all(claimed.map((command) => handleCommand(parts, command)));
  return claimed.length;
}

/** Makes every command due that waits for a retry. */
export const letTimePass = (db: Database) => db.pool.query('update call_commands set next_attempt_at = now()');

export const commandOf = async (db: Database, id: string): Promise<CallCommand> =>
  (await findCommand(unscoped(db), id))!;

export const callOf = async (db: Database, callId: string) =>
  (await findControlledCall(unscoped(db), { id: BigInt(callId) }))!;

/** Keeps trying due commands, as a dialer does, until disposed of. */
export function keepCarryingOut(parts: ControlParts): AsyncDisposable {
  return startLoop('commands of a test', 20, async () => void (await carryOut(parts)), silentLog);
}
