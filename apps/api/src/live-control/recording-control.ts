import { recordingControl } from '@trunkline/api-contract/live-control';
import type { Scoped } from '@trunkline/db/connection';
import { findControlledCall, findLastCommand, requestCommand } from '@trunkline/db/live-control';
import {
  CONFIRM_WITHIN_SECONDS,
  isOpenCommand,
  RECORDING_COMMANDS,
  type RecordingCommand,
} from '@trunkline/telephony/live-control';
import type { Actor } from '@trunkline/access';
import { awaitCommand, type Standing } from './await-command.ts';
import { decideRecording, desiredRecording, isStillRecording, STILL_RECORDING } from './desired-recording.ts';
import { presentCommand } from './present-call-control.ts';
import { Problem } from '../http/problem.ts';
import { route, type Answer, type Route } from '../http/route.ts';
import { callKey, unknownCall } from '../calls/get-call.ts';
import { notLive, orderFailed } from './drop.ts';

/** `POST /calls/:call/recording/{start,pause,resume,stop}`: answered with what was seen, never with what was hoped. */
export const recordingControlRoutes = (): Route[] => RECORDING_COMMANDS.map(recordingRoute);

const recordingRoute = (verb: RecordingCommand): Route =>
  route(
    {
      method: 'post',
      path: `/api/calls/:call/recording/${verb}`,
      permission: 'calls.record',
      tag: 'Live calls',
      summary: SUMMARIES[verb],
      idempotent: true,
      answers: { 200: recordingControl, 202: recordingControl },
    },
    async ({ read, change, params, actor }) => {
      const done = { event: `recording.${verb}_requested`, entity: ({ callId }: Wanted) => `call:${callId}` };
      const wanted = await change(done, (tx) => want(tx, { text: params['call']!, verb, actor }));
      return answerOf(await awaitCommand(read, wanted, CONFIRM_WITHIN_SECONDS * 1000));
    },
  );

const SUMMARIES: Record<RecordingCommand, string> = {
  start: 'Start to record a live call',
  pause: 'Pause the recording of a live call',
  resume: 'Go on with a paused recording; what was stopped is never resumed',
  stop: 'Stop the recording of a live call, for good',
};

type Wanted = { callId: string; commandId: string };
type Wish = { text: string; verb: RecordingCommand; actor: Actor };

/**
 * One after the other for one call: each decides by what those before it wanted. Whether a call was answered Twilio knows
 * better: of one that comes in no callback tells.
 */
async function want(tx: Scoped, { text, verb, actor }: Wish): Promise<Wanted> {
  const key = callKey(text);
  const call = key && (await findControlledCall(tx, key, { lock: true, forRecording: true }));
  if (!call) throw unknownCall();
  if (call.isFinal || call.callSid === null) throw notLive(call.status);
  const last = await findLastCommand(tx, call.id, 'recording');
  const decision = decideRecording(verb, last, call.recordingStatus);
  if (decision.is === 'under-way') return { callId: call.id, commandId: last!.id };
  if (decision.is === 'refused') {
    const { current, allowed } = decision;
    throw new Problem('invalid_state_transition', `The recording is ${current}: ${verb} is not possible.`, {
      current_state: current,
      allowed_transitions: allowed,
    });
  }
  const command = { callId: call.id, kind: `recording_${verb}` as const, by: actor.id, role: actor.role };
  return { callId: call.id, commandId: (await requestCommand(tx, command))! };
}

function answerOf({ command, call }: Standing): Answer {
  if (command.state === 'failed') throw call.status === 'in-progress' ? orderFailed(command) : notLive(call.status);
  if (command.state === 'superseded' && call.isFinal) throw notLive(call.status);
  const isOpen = isOpenCommand(command);
  const json = {
    call_id: call.id,
    call_sid: call.callSid,
    recording_status: call.recordingStatus,
    desired: desiredRecording(command, call.recordingStatus),
    ...(isStillRecording(command, new Date()) && { warning: STILL_RECORDING }),
    command: presentCommand(command),
  };
  return { status: isOpen ? 202 : 200, json };
}
