import { claimCommands, reportUnconfirmed } from '@trunkline/db/live-control';
import type { ControlParts } from './command-attempt.ts';
import { handleCommand } from './handle-command.ts';

/** Commands that this process carries out at one time. */
const COMMANDS_AT_ONCE = 20;

export type CommandRunner = AsyncDisposable & {
  /** Claims what is due and begins it; called at every notification and, as those can be lost, twice a second. */
  tick(): Promise<void>;
  running(): number;
};

/**
 * Carries out commands about live calls as they come. Commands live in Postgres alone, in no queue: dropping a call in an
 * emergency should depend on as little as possible.
 */
export function runCommands(parts: ControlParts): CommandRunner {
  const running = new Set<Promise<void>>();
  let isClosed = false;

  async function tick(): Promise<void> {
    const free = COMMANDS_AT_ONCE - running.size;
    if (free > 0 && !isClosed) for (const command of await claimCommands(parts.db.pool, free)) begin(command);
    for (const { id, callId, kind } of await reportUnconfirmed(parts.db.pool))
      parts.log.warn(
        { event: 'recording_unconfirmed', command_id: id, call_id: callId, kind },
        'STILL RECORDING: a pause or stop is not confirmed',
      );
  }

  function begin(command: Parameters<typeof handleCommand>[1]): void {
    const work = handleCommand(parts, command)
      .catch((error: unknown) => parts.log.warn({ err: error, command_id: command.id }, 'command attempt failed'))
      .finally(() => running.delete(work));
    running.add(work);
  }

  return {
    tick,
    running: () => running.size,
    async [Symbol.asyncDispose]() {
      isClosed = true;
      await Promise.all(running);
    },
  };
}
