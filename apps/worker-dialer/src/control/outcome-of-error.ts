import { recordObservations } from '@trunkline/db/inbox';
import type { ClaimedCommand, CommandOutcome } from '@trunkline/db/live-control';
import { isCallStatus, isTerminal } from '@trunkline/telephony/calls';
import { callSnapshot } from '@trunkline/telephony/facts';
import { TwilioCredentialsError, TwilioRequestError } from '@trunkline/twilio/rest';
import { retryInMs, type ControlParts } from './command-attempt.ts';
import { outcomeAfterEnd, verbOf } from './control-recording.ts';

/** Attempts for a call that Twilio does not know, or does not know yet. */
const UNKNOWN_ATTEMPTS = 12;
/** The credentials have to be fixed first. */
const AFTER_CREDENTIALS_MS = 5000;

/** The outcome of a command attempt that threw: retry, unless Twilio's refusal is final. Setting a state twice is harmless. */
export async function outcomeOfError(
  parts: ControlParts,
  command: ClaimedCommand,
  error: unknown,
): Promise<CommandOutcome> {
  const because = error instanceof Error ? error.message : String(error);
  const retry = { state: 'unconfirmed' as const, againInMs: retryInMs(command), error: because };
  if (error instanceof TwilioCredentialsError) {
    parts.log.error({ err: error }, 'no live call can be controlled');
    return { ...retry, againInMs: AFTER_CREDENTIALS_MS };
  }
  if (!(error instanceof TwilioRequestError) || error.status === 429 || error.status >= 500) return retry;
  // A refusal: mostly because the call is over, or not answered yet, and its callback has not arrived.
  const path = /\/Calls\/(CA[0-9a-f]{32})/i.exec(error.path);
  const resource = path && (await parts.twilio.fetchCall(path[1]!).catch(() => undefined));
  if (resource) await recordObservations(parts, 'api', [callSnapshot(resource)]);
  const status = resource && isCallStatus(resource.status) ? resource.status : undefined;
  if (command.kind !== 'drop' && status !== undefined) {
    if (isTerminal(status)) return outcomeAfterEnd(verbOf(command));
    if (status !== 'in-progress') return { state: 'failed', error: `The call is ${status}: it was not answered yet.` };
  }
  const hasEnded = status !== undefined && isTerminal(status);
  return hasEnded || command.attempts < UNKNOWN_ATTEMPTS ? retry : { state: 'failed', error: because };
}
