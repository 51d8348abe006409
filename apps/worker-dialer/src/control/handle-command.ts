import { settleCommand, type ClaimedCommand, type CommandOutcome } from '@trunkline/db/live-control';
import { metrics } from '@trunkline/service';
import type { ControlParts } from './control-parts.ts';
import { controlRecording } from './control-recording.ts';
import { dropCall } from './drop-call.ts';
import { judgeTrouble } from './judge-trouble.ts';

const settled = metrics.counter(
  'commands_total',
  'Tries of orders about live calls, by kind and by what became of them',
  ['kind', 'state'],
);

/** One try of a command that was claimed. A process that dies in between leaves it to whoever claims it next. */
export async function handleCommand(parts: ControlParts, command: ClaimedCommand): Promise<void> {
  const carryOut = command.kind === 'drop' ? dropCall : controlRecording;
  const outcome = await carryOut(parts, command).catch((error: unknown) => judgeTrouble(parts, command, error));
  if (!(await settleCommand(parts.db.pool, command, outcome))) return;
  settled.inc({ kind: command.kind, state: outcome.state });
  tell(parts, command, outcome);
}

function tell({ log }: ControlParts, { id, callId, kind, attempts }: ClaimedCommand, outcome: CommandOutcome): void {
  const fields = { event: `command_${outcome.state}`, command_id: id, call_id: callId, kind, attempts };
  if (outcome.state === 'confirmed') return log.info(fields, 'an order about a live call was carried out');
  const because = { ...fields, error: 'error' in outcome ? outcome.error : undefined };
  if (outcome.state === 'unconfirmed') return log.debug(because, 'an order is not seen to be carried out yet');
  log.warn(because, 'an order about a live call was not carried out');
}
