import type { TerminalStatus } from '../calls/call-record.ts';
import type { Params } from '../delivery/callback.ts';
import { CallEnded } from '../placed/live-call.ts';
import { report } from '../scenarios/leg.ts';
import { recordingDetails } from '../scenarios/record-call.ts';
import { converse } from './converse.ts';
import { recordWholeCall } from './record-whole-call.ts';
import type { Talk } from './talk.ts';

/** From the queue to the last callback of a call that REST placed. */
export async function playPlacedCall(talk: Talk, waitForTurn: () => Promise<void>): Promise<void> {
  const { play, leg } = talk;
  const end = await reach(talk, waitForTurn).catch(whenEnded);
  if (end === 'canceled' && leg.record.startedAt === null) {
    // Taken back while it waited in the queue: Twilio tells nobody.
    return report(play, { ...leg, subscription: undefined }, 'canceled');
  }
  if (end !== 'answered') return report(play, leg, end, { SipResponseCode: sipCodes[end] });
  const detection = detectMachine(talk);
  report(play, leg, 'in-progress', { StirStatus: 'B' });
  const wholeCall = recordWholeCall(talk);
  await converse(talk, detection);
  if (talk.isHurried) leg.record.talkedSeconds = talk.talkedSeconds;
  const seconds = Math.max(1, Math.round(talk.talkedSeconds));
  const recording = recordingDetails(wholeCall?.recording, seconds);
  report(play, leg, 'completed', { SipResponseCode: '200', ...detection, ...recording });
  wholeCall?.finish();
  // What begins in the meantime is waited for as well.
  while (talk.afterwards.length > 0) await talk.afterwards.shift();
}

const sipCodes = { completed: '200', busy: '486', failed: '404', 'no-answer': '487', canceled: '487' } as const;

/** Until somebody answers, or nobody will. */
async function reach(talk: Talk, waitForTurn: () => Promise<void>): Promise<TerminalStatus | 'answered'> {
  const { play, leg, candidate, live, order } = talk;
  await live.during(waitForTurn());
  leg.record.queueTimeMs = Math.max(0, Math.round(play.clock.now() - leg.record.createdAt));
  report(play, leg, 'initiated');
  await live.during(play.clock.pass(play.random.integer(1, 3)));
  report(play, leg, 'ringing', { StirStatus: 'B' });
  const ringSeconds = candidate.script === 'no-answer' ? order.ringSeconds : play.random.integer(2, 12);
  await live.during(play.clock.pass(Math.min(ringSeconds, order.ringSeconds)));
  if (candidate.script === 'busy' || candidate.script === 'no-answer') return candidate.script;
  return ringSeconds > order.ringSeconds ? 'no-answer' : 'answered';
}

/** Before it is answered every end by REST is a cancellation; another document changes nothing yet. */
function whenEnded(error: unknown): 'canceled' {
  if (error instanceof CallEnded) return 'canceled';
  throw error;
}

function detectMachine({ order, candidate, leg, play }: Talk): Params {
  if (!order.detectsMachine) return {};
  const AnsweredBy = candidate.script === 'machine' ? 'machine_start' : 'human';
  leg.record.answeredBy = AnsweredBy;
  return { AnsweredBy, MachineDetectionDuration: String(play.random.integer(1800, 6000)) };
}
