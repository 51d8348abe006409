import type { Scoped } from '@trunkline/db/connection';
import { findCommand, findControlledCall, type CallCommand, type ControlledCall } from '@trunkline/db/live-control';
import { lifecycleOf, type CallStatus } from '@trunkline/telephony/calls';
import { isOpenCommand } from '@trunkline/telephony/live-control';
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '../http/problem.ts';
import { present } from '../http/route.ts';

const POLL_MS = 60;

/** A command and its call as they are now. */
export type CommandState = { command: CallCommand; call: ControlledCall };
type Read = <T>(work: (tx: Scoped) => Promise<T>) => Promise<T>;

/** Waits at most `patienceMs` until a command is settled, without holding a transaction. Returns the state then. */
export async function awaitCommand(
  read: Read,
  { callId, commandId }: { callId: string; commandId: string },
  patienceMs: number,
): Promise<CommandState> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const state = await read(async (tx) => ({
      command: (await findCommand(tx, commandId))!,
      call: (await findControlledCall(tx, { id: BigInt(callId) }))!,
    }));
    if (!isOpenCommand(state.command) || performance.now() > until) return state;
    await delay(POLL_MS);
  }
}

export function presentCommand({ callId: _callId, ...command }: CallCommand): object {
  return present(command);
}

export function notLive(status: CallStatus): Problem {
  const state = lifecycleOf(status);
  return new Problem('call_not_live', `The call is ${state}.`, { current_state: state, allowed_transitions: [] });
}

export const commandFailed = (command: CallCommand): Problem =>
  new Problem('twilio_error', command.error ?? 'Twilio refused the command.', { command: presentCommand(command) });
