import { callParameters, voiceRequest } from '../calls/call-payloads.ts';
import { CallEnded } from '../calls/interruption.ts';
import { endLeg, report } from '../calls/report-leg.ts';
import { allDone } from '../calls/session.ts';
import type { Params } from '../delivery/callback.ts';
import { beginRecording } from '../recordings/record-leg.ts';
import type { EndedBy, TerminalStatus } from '../truth/call-record.ts';
import { converse, openDocument } from './converse.ts';
import { type Talk, talkedSeconds } from './talk.ts';

/** From the queue to the last callback of a call that REST placed. */
export async function playPlacedCall(talk: Talk, waitForTurn: () => Promise<void>): Promise<void> {
  const { play, leg, order } = talk;
  const end = await reach(talk, waitForTurn).catch(whenEnded);
  if (end instanceof CallEnded) return endLeg(play, leg, end.by);
  if (end !== 'answered') return report(play, leg, end, { SipResponseCode: sipCodes[end] });
  const detection = detectMachine(talk);
  report(play, leg, 'in-progress', { StirStatus: 'B' });
  talk.answeredAt = play.clock.elapsed();
  recordWholeCall(talk);
  const params = { ...callParameters(leg, 'in-progress'), ...detection };
  const by = await converse(talk, () => openDocument(talk, order.instructions, params));
  await endTalk(talk, by, detection);
}

const sipCodes = { completed: '200', busy: '486', failed: '404', 'no-answer': '487', canceled: '487' } as const;

/** Until somebody answers, or nobody will. */
async function reach(talk: Talk, waitForTurn: () => Promise<void>): Promise<TerminalStatus | 'answered'> {
  const { play, leg, candidate, order } = talk;
  await waitForTurn();
  leg.record.queueTimeMs = Math.max(0, Math.round(play.clock.now() - leg.record.createdAt));
  report(play, leg, 'initiated');
  await play.clock.pass(play.random.integer(1, 3));
  report(play, leg, 'ringing', { StirStatus: 'B' });
  const ringSeconds = candidate.script === 'no-answer' ? order.ringSeconds : play.random.integer(2, 12);
  await play.clock.pass(Math.min(ringSeconds, order.ringSeconds));
  if (candidate.script === 'busy' || candidate.script === 'no-answer') return candidate.script;
  return ringSeconds > order.ringSeconds ? 'no-answer' : 'answered';
}

function whenEnded(error: unknown): CallEnded {
  if (error instanceof CallEnded) return error;
  throw error;
}

function detectMachine({ order, candidate, leg, play }: Talk): Params {
  if (!order.detectsMachine) return {};
  const AnsweredBy = candidate.script === 'machine' ? 'machine_start' : 'human';
  leg.record.answeredBy = AnsweredBy;
  return { AnsweredBy, MachineDetectionDuration: String(play.random.integer(1800, 6000)) };
}

/** A call that comes in and stays until the caller has had enough, unless somebody else ends it. */
export async function playIncomingCall(talk: Talk): Promise<void> {
  const { play, leg, order } = talk;
  report(play, leg, 'ringing');
  const opening = openDocument(talk, order.instructions, voiceRequest(leg, play.random));
  const document = await opening.catch((error: unknown) => {
    if (!(error instanceof CallEnded)) throw error;
    endLeg(play, leg, error.by);
  });
  if (!document) return;
  report(play, leg, 'in-progress');
  talk.answeredAt = play.clock.elapsed();
  const by = await converse(talk, () => Promise.resolve(document));
  await endTalk(talk, by);
}

/** The last callback of an answered call, and what still comes after it. */
async function endTalk(talk: Talk, by: EndedBy, details: Params = {}): Promise<void> {
  const { play, leg, isHurried } = talk;
  if (isHurried) leg.record.talkedSeconds = talkedSeconds(talk);
  endLeg(play, leg, by, details);
  await allDone(play);
}

/** A call placed with `Record=true` is recorded from its answer to its end. */
function recordWholeCall({ play, leg, order, storage, said }: Talk): void {
  if (!order.recording) return;
  const { channels, callback } = order.recording;
  const { random } = play;
  beginRecording(play, leg, {
    sid: `RE${random.hex(32)}`,
    source: 'OutboundAPI',
    channels,
    isSilent: false,
    storage,
    subscription: callback,
    random,
    spoken: () => said.join(' '),
  });
}
