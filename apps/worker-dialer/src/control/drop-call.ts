import { recordObservations } from '@trunkline/db/inbox';
import { finishUnplacedCalls } from '@trunkline/db/dialing';
import { listCallsToEnd, type ClaimedCommand, type CommandOutcome } from '@trunkline/db/live-control';
import { isCallStatus, isTerminal, type Dropper } from '@trunkline/telephony/calls';
import { callSnapshot, endedAt } from '@trunkline/telephony/facts';
import { callDropSnapshot } from '@trunkline/telephony/live-control';
import type { CallResource } from '@trunkline/twilio/rest';
import { retryInMs, waitUntilApplied, type ControlParts } from './command-attempt.ts';

/** Clocks differ: a call that ended this long before the command was sent may still have been ended by it. */
const BEFORE_MS = 2000;

/**
 * One attempt to end a call with all its legs: legs that are not dialled yet never are, Twilio is requested to end the
 * others, and what it shows of them is recorded. Confirmed is only what the rows show.
 */
export async function dropCall(parts: ControlParts, command: ClaimedCommand): Promise<CommandOutcome> {
  const { db } = parts;
  const legs = await listCallsToEnd(db.pool, command.callId);
  let unplaced = await finishUnplacedCalls(db.pool, command.callId);
  const sids = legs.flatMap(({ callSid, isFinal }) => (callSid !== null && !isFinal ? callSid : []));
  const ended = await Promise.all(sids.map(async (sid) => ((await endLeg(parts, command, sid)) ? [sid] : [])));
  const result = { ended: [...(command.result.ended ?? []), ...ended.flat()] };
  const isOver = async () => (await listCallsToEnd(db.pool, command.callId)).every((leg) => leg.isFinal);
  const isPending = legs.some((leg) => leg.isPending);
  if (isPending || !(await waitUntilApplied(isOver)))
    return { state: 'unconfirmed', againInMs: retryInMs(command), error: 'Not all legs have ended yet.', result };
  unplaced += await finishUnplacedCalls(db.pool, command.callId);
  if (unplaced > 0 || result.ended.length > 0) return { state: 'confirmed', result };
  return { state: 'superseded', error: 'The call had ended by itself.', result };
}

/** Ends a leg and records what Twilio shows of it; returns whether this command ended it, which is recorded too. */
async function endLeg(parts: ControlParts, command: ClaimedCommand, callSid: string): Promise<boolean> {
  const outcome = await parts.twilio.endCall(callSid);
  const by = dropperOf(command);
  const drop = { callSid, commandId: `${command.id}-${callSid}`, at: command.sentAt };
  const recordDrop = async () => {
    if (by) await recordObservations(parts, 'api', [callDropSnapshot({ ...drop, by })]);
  };
  if (outcome === 'ended') await recordDrop();
  const resource = await parts.twilio.fetchCall(callSid);
  const isOurs = outcome === 'ended' || wasEndedBy(command, resource);
  if (isOurs && outcome !== 'ended') await recordDrop();
  if (resource) await recordObservations(parts, 'api', [callSnapshot(resource)]);
  return isOurs;
}

/** True where an earlier attempt, whose answer was lost, ended the call: then it ended after the command was sent. */
function wasEndedBy({ attempts, sentAt }: ClaimedCommand, resource: CallResource | undefined): boolean {
  if (attempts === 1 || !resource || !isCallStatus(resource.status) || !isTerminal(resource.status)) return false;
  return Date.parse(endedAt(resource) ?? '') >= sentAt.getTime() - BEFORE_MS;
}

/** Whose drop this is; undefined where the call only ends because its other side is gone. */
function dropperOf({ actorRole }: ClaimedCommand): Dropper | undefined {
  if (actorRole === 'system') return undefined;
  return actorRole === 'reader' || actorRole === 'client' ? actorRole : 'monitor';
}
