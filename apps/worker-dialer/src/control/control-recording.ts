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
import type { ControlParts } from './control-parts.ts';
import { enterFacts } from './enter-facts.ts';
import { isCarriedOut, planRecording } from './plan-recording.ts';
import { againInMs } from './retry-schedule.ts';
import { untilSeen } from './until-seen.ts';

/**
 * One try of a command about a recording: look, ask for what is missing, look again. Confirmed is only what a look has
 * shown, and the call's row with it; until then it is asked for and looked at on and on.
 */
export async function controlRecording(parts: ControlParts, command: ClaimedCommand): Promise<CommandOutcome> {
  const verb = verbOf(command);
  const call = await readCall(parts, command);
  if (!call || call.isFinal || call.callSid === null) return afterTheEnd(verb);
  const before = await look(parts, call.callSid);
  const order = planRecording(verb, before);
  if (order.ask === 'impossible') {
    await enterSeen(parts, command, before);
    return { state: 'failed', error: `There is no recording to ${verb}.` };
  }
  if (order.ask === 'start') await ask(() => start(parts, call.callSid!));
  if (order.ask === 'change')
    for (const sid of order.sids) await ask(() => parts.twilio.changeRecording(call.callSid!, sid, order.to));
  const after = order.ask === 'nothing' ? before : await look(parts, call.callSid);
  const result = { seen: await enterSeen(parts, command, after) };
  const retry = { state: 'unconfirmed' as const, againInMs: againInMs(command), result };
  if (!isCarriedOut(verb, after)) return { ...retry, error: 'Twilio shows another state.' };
  const isSeen = async () => {
    const now = await readCall(parts, command);
    return !now || now.isFinal || confirms(verb, now.recordingStatus ?? (verb === 'stop' ? 'stopped' : null));
  };
  if (!(await untilSeen(isSeen))) return { ...retry, error: 'What Twilio shows was not applied yet.' };
  return { state: 'confirmed', result };
}

/** With its call every recording is over. */
export const afterTheEnd = (verb: RecordingCommand): CommandOutcome =>
  verb === 'pause' || verb === 'stop' ? { state: 'confirmed' } : { state: 'superseded', error: 'The call has ended.' };

export const verbOf = ({ kind }: Pick<ClaimedCommand, 'kind'>) => kind.slice('recording_'.length) as RecordingCommand;

const readCall = ({ db }: ControlParts, { callId }: ClaimedCommand): Promise<ControlledCall | undefined> =>
  findControlledCall(unscoped(db), { id: BigInt(callId) });

async function look({ twilio }: ControlParts, callSid: string): Promise<RecordingResource[]> {
  const found: RecordingResource[] = [];
  for await (const { rows } of twilio.listCallRecordings(callSid)) found.push(...rows);
  return found;
}

const start = ({ twilio, recordingStatusUrl }: ControlParts, callSid: string) =>
  twilio.startRecording(callSid, { statusUrl: recordingStatusUrl });

/** Where nobody knows whether Twilio heard, the look that follows tells. */
async function ask(order: () => Promise<unknown>): Promise<void> {
  try {
    await order();
  } catch (error) {
    if (!(error instanceof SubmissionUnknownError) && !(error instanceof TwilioAnswerError)) throw error;
  }
}

/** Enters what is new in it; a recording that looks as it did at the last look of this command tells nothing. */
async function enterSeen(
  parts: ControlParts,
  { id, result }: ClaimedCommand,
  recordings: readonly RecordingResource[],
): Promise<Record<string, string>> {
  const news = recordings.filter(({ sid, status }) => result.seen?.[sid] !== status);
  const at = new Date();
  await enterFacts(
    parts,
    news.map((recording) => liveRecordingSnapshot(recording, { commandSeq: Number(id), at })),
  );
  return Object.fromEntries(recordings.map(({ sid, status }) => [sid, status]));
}
