import { recordObservations } from '@trunkline/db/inbox';
import { unscoped } from '@trunkline/db/connection';
import {
  findControlledCall,
  type ClaimedCommand,
  type CommandOutcome,
  type ControlledCall,
} from '@trunkline/db/live-control';
import { liveRecordingSnapshot } from '@trunkline/telephony/facts';
import { confirms, type RecordingCommand } from '@trunkline/telephony/live-control';
import { SubmissionUnknownError, TwilioAnswerError, type RecordingResource } from '@trunkline/twilio/rest';
import { retryInMs, waitUntilApplied, type ControlParts } from './command-attempt.ts';
import { isCarriedOut, planRecording } from './plan-recording.ts';

/**
 * One attempt of a command about a recording: observe, request what is missing, observe again. A command is confirmed once
 * an observation shows its effect and the call's row does too; until then it is attempted again and again.
 */
export async function controlRecording(parts: ControlParts, command: ClaimedCommand): Promise<CommandOutcome> {
  const verb = verbOf(command);
  const call = await readCall(parts, command);
  if (!call || call.isFinal || call.callSid === null) return outcomeAfterEnd(verb);
  const before = await observe(parts, call.callSid);
  const plan = planRecording(verb, before);
  if (plan.request === 'impossible') {
    await recordObserved(parts, command, before);
    return { state: 'failed', error: `There is no recording to ${verb}.` };
  }
  if (plan.request === 'start') await send(() => start(parts, call.callSid!));
  if (plan.request === 'change')
    for (const sid of plan.sids) await send(() => parts.twilio.changeRecording(call.callSid!, sid, plan.to));
  const after = plan.request === 'nothing' ? before : await observe(parts, call.callSid);
  const result = { seen: await recordObserved(parts, command, after) };
  const retry = { state: 'unconfirmed' as const, againInMs: retryInMs(command), result };
  if (!isCarriedOut(verb, after)) return { ...retry, error: 'Twilio shows another state.' };
  const isApplied = async () => {
    const now = await readCall(parts, command);
    return !now || now.isFinal || confirms(verb, now.recordingStatus ?? (verb === 'stop' ? 'stopped' : null));
  };
  if (!(await waitUntilApplied(isApplied))) return { ...retry, error: 'What Twilio shows was not applied yet.' };
  return { state: 'confirmed', result };
}

/** Every recording ends with its call. */
export const outcomeAfterEnd = (verb: RecordingCommand): CommandOutcome =>
  verb === 'pause' || verb === 'stop' ? { state: 'confirmed' } : { state: 'superseded', error: 'The call has ended.' };

export const verbOf = ({ kind }: Pick<ClaimedCommand, 'kind'>) => kind.slice('recording_'.length) as RecordingCommand;

const readCall = ({ db }: ControlParts, { callId }: ClaimedCommand): Promise<ControlledCall | undefined> =>
  findControlledCall(unscoped(db), { id: BigInt(callId) });

async function observe({ twilio }: ControlParts, callSid: string): Promise<RecordingResource[]> {
  const found: RecordingResource[] = [];
  for await (const { rows } of twilio.listCallRecordings(callSid)) found.push(...rows);
  return found;
}

const start = ({ twilio, recordingStatusUrl }: ControlParts, callSid: string) =>
  twilio.startRecording(callSid, { statusUrl: recordingStatusUrl });

/** Sends a request to Twilio. Where its result is unknown, the observation that follows shows it. */
async function send(request: () => Promise<unknown>): Promise<void> {
  try {
    await request();
  } catch (error) {
    if (!(error instanceof SubmissionUnknownError) && !(error instanceof TwilioAnswerError)) throw error;
  }
}

/** Records what differs from this command's last observation; returns the status of each recording by SID. */
async function recordObserved(
  parts: ControlParts,
  { id, result }: ClaimedCommand,
  recordings: readonly RecordingResource[],
): Promise<Record<string, string>> {
  const changed = recordings.filter(({ sid, status }) => result.seen?.[sid] !== status);
  const at = new Date();
  await recordObservations(
    parts,
    'api',
    changed.map((recording) => liveRecordingSnapshot(recording, { commandSeq: Number(id), at })),
  );
  return Object.fromEntries(recordings.map(({ sid, status }) => [sid, status]));
}
