import { claimCommands, reportUnconfirmed } from '@trunkline/db/live-control';
import type { ControlParts } from './control-parts.ts';
import { handleCommand } from './handle-command.ts';

/** Orders that this process carries out at one time. */
const LANES = 20;

export type CommandRunner = AsyncDisposable & {
  /** Takes up what is due; called at every wake-up, and twice a second should nobody wake us. */
  round(): Promise<void>;
  running(): number;
};

/**
 * Carries out orders about live calls as they come. They live in Postgres alone, in no queue: what ends a call in an
 * emergency depends on as little as possible.
 */
export function runCommands(parts: ControlParts): CommandRunner {
  const running = new Set<Promise<void>>();
  let isClosed = false;

  async function round(): Promise<void> {
    const free = LANES - running.size;
    if (free > 0 && !isClosed) for (const command of await claimCommands(parts.db.pool, free)) begin(command);
    for (const { id, callId, kind } of await reportUnconfirmed(parts.db.pool))
      parts.log.warn(
        { event: 'recording_unconfirmed', command_id: id, call_id: callId, kind },
        'STILL RECORDING: nobody could confirm that a recording pauses or stops',
      );
  }

  function begin(command: Parameters<typeof handleCommand>[1]): void {
    const work = handleCommand(parts, command)
      .catch((error: unknown) => parts.log.warn({ err: error, command_id: command.id }, 'a try broke off'))
      .finally(() => running.delete(work));
    running.add(work);
  }

  return {
    round,
    running: () => running.size,
    async [Symbol.asyncDispose]() {
      isClosed = true;
      await Promise.all(running);
    },
  };
}
