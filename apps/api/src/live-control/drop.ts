import type { Actor } from '@trunkline/access';
import { callParam } from '@trunkline/api-contract/http';
import { callDrop, droppedCall } from '@trunkline/api-contract/live-control';
import type { Scoped } from '@trunkline/db/connection';
import { cancelScheduledCall } from '@trunkline/db/dialing';
import { findControlledCall, findLastCommand, requestCommand } from '@trunkline/db/live-control';
import { lifecycleOf, type Dropper } from '@trunkline/telephony/calls';
import { isOpenCommand } from '@trunkline/telephony/live-control';
import { callKey, unknownCall } from '../http/ids.ts';
import { route, type Route } from '../http/route.ts';
import { awaitCommand, commandFailed, notLive, presentCommand } from './call-command.ts';

/** Twilio usually reports the end within this time. */
const PATIENCE_MS = 2000;

export const dropRoutes = (): Route[] => [
  route(
    {
      operationId: 'dropCall',
      method: 'post',
      path: '/api/calls/:call/drop',
      permission: 'calls.drop',
      tag: 'Live calls',
      summary: 'Drop a call',
      description:
        'Ends a live call with all its legs, or cancels one that is only scheduled. Answers 200 once Twilio has reported the end; after two seconds 202. A second request while the call is being ended returns the first command.',
      params: { call: callParam },
      body: callDrop,
      idempotent: true,
      answers: { 200: droppedCall, 202: droppedCall },
    },
    async ({ read, change, params, actor, body }) => {
      const entry = { event: 'call.drop_requested', entity: ({ callId }: Dropped) => `call:${callId}` };
      const dropped = await change(entry, (tx) => drop(tx, params.call, actor, body.reason));
      const { callId, commandId } = dropped;
      if (commandId === null) {
        const call = (await read((tx) => findControlledCall(tx, { id: BigInt(callId) })))!;
        return { json: { call_id: callId, call_sid: call.callSid, status: lifecycleOf(call.status), command: null } };
      }
      const { command, call } = await awaitCommand(read, { callId, commandId }, PATIENCE_MS);
      if (command.state === 'failed') throw commandFailed(command);
      if (command.state === 'superseded') throw notLive(call.status);
      const status = lifecycleOf(call.status);
      const json = { call_id: callId, call_sid: call.callSid, status, command: presentCommand(command) };
      return { status: isOpenCommand(command) ? 202 : 200, json };
    },
  ),
];

/** `commandId` is null for a scheduled call, which is canceled without Twilio. */
type Dropped = { callId: string; commandId: string | null };

/** Requests the end of a call, unless a command to end it is open already: then it returns that one. */
async function drop(tx: Scoped, text: string, actor: Actor, reason: string): Promise<Dropped> {
  const call = await findControlledCall(tx, callKey(text), { lock: true });
  if (!call) throw unknownCall();
  if (call.isFinal) throw notLive(call.status);
  const by = dropperOf(actor);
  if (call.status === 'scheduled' && (await cancelScheduledCall(tx, call.id, `${by}_drop`)))
    return { callId: call.id, commandId: null };
  const command = { callId: call.id, kind: 'drop' as const, reason, by: actor.id, role: actor.role };
  const commandId = (await requestCommand(tx, command)) ?? (await findLastCommand(tx, call.id, 'drop'))!.id;
  return { callId: call.id, commandId };
}

const dropperOf = ({ role }: Actor): Dropper => (role === 'reader' || role === 'client' ? role : 'monitor');
