import { recordObservations } from '@trunkline/db';
import type { ClaimedCommand, CommandOutcome } from '@trunkline/db/live-control';
import { isCallStatus, isTerminal } from '@trunkline/telephony/calls';
import { callSnapshot } from '@trunkline/telephony/facts';
import { TwilioCredentialsError, TwilioRequestError } from '@trunkline/twilio/rest';
import type { ControlParts } from './control-parts.ts';
import { afterTheEnd, verbOf } from './control-recording.ts';
import { againInMs } from './retry-schedule.ts';

/** A call that Twilio does not know, or not yet, is asked about so often. */
const UNKNOWN_TRIES = 12;
/** Somebody has to mend the credentials first. */
const AFTER_CREDENTIALS_MS = 5000;

/** What a try came to that broke off. Whatever is not certainly in vain is tried again: setting a state twice is harmless. */
export async function judgeTrouble(
  parts: ControlParts,
  command: ClaimedCommand,
  error: unknown,
): Promise<CommandOutcome> {
  const because = error instanceof Error ? error.message : String(error);
  const again = { state: 'unconfirmed' as const, againInMs: againInMs(command), error: because };
  if (error instanceof TwilioCredentialsError) {
    parts.log.error({ err: error }, 'no live call can be controlled');
    return { ...again, againInMs: AFTER_CREDENTIALS_MS };
  }
  if (!(error instanceof TwilioRequestError) || error.status === 429 || error.status >= 500) return again;
  // Twilio says no: mostly because the call is over, or not answered yet, and we have not heard of it.
  const path = /\/Calls\/(CA[0-9a-f]{32})/i.exec(error.path);
  const resource = path && (await parts.twilio.fetchCall(path[1]!).catch(() => undefined));
  if (resource) await recordObservations(parts, 'api', [callSnapshot(resource)]);
  const status = resource && isCallStatus(resource.status) ? resource.status : undefined;
  if (command.kind !== 'drop' && status !== undefined) {
    if (isTerminal(status)) return afterTheEnd(verbOf(command));
    if (status !== 'in-progress') return { state: 'failed', error: `The call is ${status}: it was not answered yet.` };
  }
  const hasEnded = status !== undefined && isTerminal(status);
  return hasEnded || command.attempts < UNKNOWN_TRIES ? again : { state: 'failed', error: because };
}
