import type { Actor } from '@trunkline/access';
import { dropBody, droppedCall } from '@trunkline/api-contract/live-control';
import type { Scoped } from '@trunkline/db/connection';
import { cancelScheduledCall } from '@trunkline/db/dialing';
import { findControlledCall, findLastCommand, requestCommand, type CallCommand } from '@trunkline/db/live-control';
import type { Dropper } from '@trunkline/telephony/calls';
import { isOpenCommand } from '@trunkline/telephony/live-control';
import { awaitCommand } from './await-command.ts';
import { presentCommand } from './present-call-control.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { callKey, unknownCall } from '../calls/get-call.ts';

/** Mostly Twilio has told the end by then. */
const PATIENCE_MS = 2000;

/** `POST /calls/:call/drop`: ends a call with all its legs; one that is only scheduled is taken back. */
export const dropRoutes = (): Route[] => [
  route(
    {
      method: 'post',
      path: '/api/calls/:call/drop',
      permission: 'calls.drop',
      tag: 'Live calls',
      summary: 'End a call; 202 while Twilio has not told its end yet',
      body: dropBody,
      idempotent: true,
      answers: { 200: droppedCall, 202: droppedCall },
    },
    async ({ read, change, params, actor, body }) => {
      const done = { event: 'call.drop_requested', entity: ({ callId }: Dropped) => `call:${callId}` };
      const dropped = await change(done, (tx) => drop(tx, params['call']!, actor, body.reason));
      const { callId, commandId } = dropped;
      if (commandId === null) {
        const call = (await read((tx) => findControlledCall(tx, { id: BigInt(callId) })))!;
        return { json: { call_id: callId, call_sid: call.callSid, status: call.status, command: null } };
      }
      const { command, call } = await awaitCommand(read, { callId, commandId }, PATIENCE_MS);
      if (command.state === 'failed') throw orderFailed(command);
      if (command.state === 'superseded') throw notLive(call.status);
      const json = { call_id: callId, call_sid: call.callSid, status: call.status, command: presentCommand(command) };
      return { status: isOpenCommand(command) ? 202 : 200, json };
    },
  ),
];

type Dropped = { callId: string; commandId: string | null };

/** Whoever asks while the call is being ended already is told of that. */
async function drop(tx: Scoped, text: string, actor: Actor, reason: string): Promise<Dropped> {
  const key = callKey(text);
  const call = key && (await findControlledCall(tx, key, { lock: true }));
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

export const notLive = (status: string): Problem =>
  new Problem('call_not_live', `The call is ${status}.`, { current_state: status, allowed_transitions: [] });

export const orderFailed = (command: CallCommand): Problem =>
  new Problem('twilio_error', command.error ?? 'Twilio refused the order.', { command: presentCommand(command) });
