import { recordObservations } from '@trunkline/db';
import { finishUnplacedCalls } from '@trunkline/db/dialing';
import { listCallsToEnd, type ClaimedCommand, type CommandOutcome } from '@trunkline/db/live-control';
import { isTerminal, isCallStatus, type Dropper } from '@trunkline/telephony/calls';
import { callSnapshot, endedAt } from '@trunkline/telephony/facts';
import { dropSnapshot } from '@trunkline/telephony/live-control';
import type { CallResource } from '@trunkline/twilio/rest';
import type { ControlParts } from './control-parts.ts';
import { againInMs } from './retry-schedule.ts';
import { untilSeen } from './until-seen.ts';

/** Clocks differ: an end that long before the order may still be its work. */
const BEFORE_MS = 2000;

/**
 * One try of ending a call with all its legs: what was not dialled yet never is, what goes on Twilio is asked to end, and
 * what it says is entered. Confirmed is only what the rows show.
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
  if (isPending || !(await untilSeen(isOver)))
    return { state: 'unconfirmed', againInMs: againInMs(command), error: 'Not all legs have ended yet.', result };
  unplaced += await finishUnplacedCalls(db.pool, command.callId);
  if (unplaced > 0 || result.ended.length > 0) return { state: 'confirmed', result };
  return { state: 'superseded', error: 'The call had ended by itself.', result };
}

/** Whether the leg ended by our order: then a fact says whose order it was. What Twilio shows of it is entered as well. */
async function endLeg(parts: ControlParts, command: ClaimedCommand, callSid: string): Promise<boolean> {
  const outcome = await parts.twilio.endCall(callSid);
  const by = dropperOf(command);
  const drop = { callSid, commandId: `${command.id}-${callSid}`, at: command.sentAt };
  const enterDrop = async () => {
    if (by) await recordObservations(parts, 'api', [dropSnapshot({ ...drop, by })]);
  };
  if (outcome === 'ended') await enterDrop();
  const resource = await parts.twilio.fetchCall(callSid);
  const isOurs = outcome === 'ended' || isOurWork(resource, command);
  if (isOurs && outcome !== 'ended') await enterDrop();
  if (resource) await recordObservations(parts, 'api', [callSnapshot(resource)]);
  return isOurs;
}

/** An earlier try may have been carried out without our hearing of it: then the call ended after it was sent. */
function isOurWork(resource: CallResource | undefined, { attempts, sentAt }: ClaimedCommand): boolean {
  if (attempts === 1 || !resource || !isCallStatus(resource.status) || !isTerminal(resource.status)) return false;
  return Date.parse(endedAt(resource) ?? '') >= sentAt.getTime() - BEFORE_MS;
}

/** For whom a call is ended; undefined where it only ends because its other side is gone. */
function dropperOf({ actorRole }: ClaimedCommand): Dropper | undefined {
  if (actorRole === 'system') return undefined;
  return actorRole === 'reader' || actorRole === 'client' ? actorRole : 'monitor';
}
