import { settleCommand, type ClaimedCommand } from '@trunkline/db/live-control';
import { outcomeReporter } from '@trunkline/service';
import type { ControlParts } from './command-attempt.ts';
import { controlRecording } from './control-recording.ts';
import { dropCall } from './drop-call.ts';
import { outcomeOfError } from './outcome-of-error.ts';

const NOT_CARRIED_OUT = { level: 'warn', message: 'command about a live call was not carried out' } as const;

const report = outcomeReporter({
  counter: 'commands_total',
  help: 'Attempts of commands about live calls, by kind and outcome',
  labels: ['kind'],
  label: 'state',
  event: 'command_',
  outcomes: {
    confirmed: { level: 'info', message: 'command about a live call carried out' },
    unconfirmed: { level: 'debug', message: 'command about a live call not confirmed yet' },
    superseded: NOT_CARRIED_OUT,
    failed: NOT_CARRIED_OUT,
  },
});

/** One attempt of a claimed command. If the process dies during it, another one claims the command once its lease ends. */
export async function handleCommand(parts: ControlParts, command: ClaimedCommand): Promise<void> {
  const carryOut = command.kind === 'drop' ? dropCall : controlRecording;
  const ofCall = { ...parts, twilio: parts.twilio.ofAccount(command.accountSid) };
  const outcome = await carryOut(ofCall, command).catch((error: unknown) => outcomeOfError(ofCall, command, error));
  if (!(await settleCommand(parts.db.pool, command, outcome))) return;
  const { id, callId, kind, attempts } = command;
  const error = 'error' in outcome ? outcome.error : undefined;
  report(parts.log, outcome.state, { command_id: id, call_id: callId, kind, attempts, error }, { kind });
}
