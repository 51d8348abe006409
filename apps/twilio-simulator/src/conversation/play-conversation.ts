import { callParameters, voiceRequest } from '../calls/call-payloads.ts';
import { CallEnded } from '../calls/interruption.ts';
import { endLeg, setStatus } from '../calls/leg-status.ts';
import { backgroundDone } from '../calls/session.ts';
import type { Params } from '../delivery/callback.ts';
import { beginRecording } from '../recordings/record-leg.ts';
import type { EndedBy, TerminalStatus } from '../truth/call-record.ts';
import type { Conversation } from './conversation.ts';
import { fetchDocument, followDocuments } from './follow-documents.ts';

/** Plays a call placed by REST, from the queue to its last callback. */
export async function playPlacedCall(conversation: Conversation, waitForTurn: () => Promise<void>): Promise<void> {
  const { session, leg, request } = conversation;
  const end = await dialCandidate(conversation, waitForTurn).catch(whenEnded);
  if (end instanceof CallEnded) return endLeg(session, leg, end.by);
  if (end !== 'answered') return setStatus(session, leg, end, { SipResponseCode: sipCodes[end] });
  const detection = detectMachine(conversation);
  setStatus(session, leg, 'in-progress', { StirStatus: 'B' });
  recordWholeCall(conversation);
  const params = { ...callParameters(leg, 'in-progress'), ...detection };
  const by = await followDocuments(conversation, () => fetchDocument(conversation, request.source, params));
  await endConversation(conversation, by, detection);
}

const sipCodes = { completed: '200', busy: '486', failed: '404', 'no-answer': '487', canceled: '487' } as const;

/** Waits in the queue, then rings until the candidate answers or the call fails. */
async function dialCandidate(
  conversation: Conversation,
  waitForTurn: () => Promise<void>,
): Promise<TerminalStatus | 'answered'> {
  const { session, leg, candidate, request } = conversation;
  await waitForTurn();
  leg.record.queueTimeMs = Math.max(0, Math.round(session.clock.now() - leg.record.createdAt));
  setStatus(session, leg, 'initiated');
  await session.clock.pass(session.random.integer(1, 3));
  setStatus(session, leg, 'ringing', { StirStatus: 'B' });
  const ringSeconds = candidate.script === 'no-answer' ? request.ringSeconds : session.random.integer(2, 12);
  await session.clock.pass(Math.min(ringSeconds, request.ringSeconds));
  if (candidate.script === 'busy' || candidate.script === 'no-answer') return candidate.script;
  return ringSeconds > request.ringSeconds ? 'no-answer' : 'answered';
}

function whenEnded(error: unknown): CallEnded {
  if (error instanceof CallEnded) return error;
  throw error;
}

function detectMachine({ request, candidate, leg, session }: Conversation): Params {
  if (!request.detectsMachine) return {};
  const AnsweredBy = candidate.script === 'machine' ? 'machine_start' : 'human';
  leg.record.answeredBy = AnsweredBy;
  return { AnsweredBy, MachineDetectionDuration: String(session.random.integer(1800, 6000)) };
}

/** Plays an incoming call until the caller hangs up, or TwiML or REST ends it. */
export async function playIncomingCall(conversation: Conversation): Promise<void> {
  const { session, leg, request } = conversation;
  setStatus(session, leg, 'ringing');
  const opening = fetchDocument(conversation, request.source, voiceRequest(leg, session.random));
  const document = await opening.catch((error: unknown) => {
    if (!(error instanceof CallEnded)) throw error;
    endLeg(session, leg, error.by);
  });
  if (!document) return;
  setStatus(session, leg, 'in-progress');
  const by = await followDocuments(conversation, () => Promise.resolve(document));
  await endConversation(conversation, by);
}

/** Ends an answered call, and waits for its background work. */
async function endConversation(conversation: Conversation, by: EndedBy, details: Params = {}): Promise<void> {
  const { session, leg } = conversation;
  endLeg(session, leg, by, details);
  await backgroundDone(session);
}

/** Records a call placed with `Record=true` from its answer to its end. */
function recordWholeCall({ session, leg, request, media, said }: Conversation): void {
  if (!request.recording) return;
  const { channels, callback } = request.recording;
  const { random } = session;
  beginRecording(session, leg, {
    sid: `RE${random.hex(32)}`,
    source: 'OutboundAPI',
    channels,
    isSilent: false,
    ...media,
    subscription: callback,
    random,
    spoken: () => said.join(' '),
  });
}
