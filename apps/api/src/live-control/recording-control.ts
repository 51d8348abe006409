import type { Actor } from '@trunkline/access';
import { callParam } from '@trunkline/api-contract/http';
import { recordingControl } from '@trunkline/api-contract/live-control';
import type { Scoped } from '@trunkline/db/connection';
import { findControlledCall, findLastCommand, requestCommand } from '@trunkline/db/live-control';
import {
  CONFIRM_WITHIN_SECONDS,
  isOpenCommand,
  RECORDING_COMMANDS,
  type RecordingCommand,
} from '@trunkline/telephony/live-control';
import { callKey, unknownCall } from '../http/ids.ts';
import { Problem } from '../http/problem.ts';
import { route, type Answer, type Route } from '../http/route.ts';
import { awaitCommand, commandFailed, notLive, presentCommand, type CommandState } from './call-command.ts';
import { decideRecording, desiredRecording, isStillRecording, STILL_RECORDING } from './desired-recording.ts';

/** Answers with the state that Twilio reports, never with the desired one alone. */
export const recordingControlRoutes = (): Route[] => RECORDING_COMMANDS.map(recordingRoute);

const recordingRoute = (verb: RecordingCommand): Route =>
  route(
    {
      operationId: `${verb}Recording`,
      method: 'post',
      path: `/api/calls/:call/recording/${verb}`,
      permission: 'calls.record',
      tag: 'Live calls',
      ...TEXTS[verb],
      params: { call: callParam },
      idempotent: true,
      answers: { 200: recordingControl, 202: recordingControl },
    },
    async ({ read, change, params, actor }) => {
      const entry = { event: `recording.${verb}_requested`, entity: ({ callId }: Requested) => `call:${callId}` };
      const requested = await change(entry, (tx) => request(tx, { text: params.call, verb, actor }));
      return answerOf(await awaitCommand(read, requested, CONFIRM_WITHIN_SECONDS * 1000));
    },
  );

const WAITS = 'Answers 200 once Twilio has confirmed it; after three seconds 202.';
const TEXTS: Record<RecordingCommand, { summary: string; description: string }> = {
  start: { summary: 'Start a recording', description: `Starts to record a live call. ${WAITS}` },
  pause: {
    summary: 'Pause a recording',
    description: `Pauses the recording of a live call. ${WAITS} Until it is confirmed, the answer carries a warning.`,
  },
  resume: {
    summary: 'Resume a recording',
    description: `Resumes a paused recording. A stopped one cannot be resumed (409). ${WAITS}`,
  },
  stop: {
    summary: 'Stop a recording',
    description: `Stops the recording of a live call for good. ${WAITS} Until it is confirmed, the answer carries a warning.`,
  },
};

type Requested = { callId: string; commandId: string };
type RecordingRequest = { text: string; verb: RecordingCommand; actor: Actor };

/**
 * Locks the call, so that each request decides by the commands before it. The call may not be answered by our records: no
 * callback reports that for incoming calls, and Twilio decides.
 */
async function request(tx: Scoped, { text, verb, actor }: RecordingRequest): Promise<Requested> {
  const call = await findControlledCall(tx, callKey(text), { lock: true, forRecording: true });
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

function answerOf({ command, call }: CommandState): Answer {
  if (command.state === 'failed') throw call.status === 'in-progress' ? commandFailed(command) : notLive(call.status);
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
