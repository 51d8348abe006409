import type { Scoped } from '@trunkline/db/connection';
import { findCommand, findControlledCall, type CallCommand, type ControlledCall } from '@trunkline/db/live-control';
import { isOpenCommand } from '@trunkline/telephony/live-control';
import { setTimeout as delay } from 'node:timers/promises';

const EVERY_MS = 60;

/** An order and its call as they stand now. */
export type Standing = { command: CallCommand; call: ControlledCall };
type Read = <T>(work: (tx: Scoped) => Promise<T>) => Promise<T>;

/** Waits for an order to be settled, holding nothing meanwhile; after `patienceMs` it tells how things stand. */
export async function awaitCommand(
  read: Read,
  { callId, commandId }: { callId: string; commandId: string },
  patienceMs: number,
): Promise<Standing> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const standing = await read(async (tx) => ({
      command: (await findCommand(tx, commandId))!,
      call: (await findControlledCall(tx, { id: BigInt(callId) }))!,
    }));
    if (!isOpenCommand(standing.command) || performance.now() > giveUpAt) return standing;
    await delay(EVERY_MS);
  }
}
