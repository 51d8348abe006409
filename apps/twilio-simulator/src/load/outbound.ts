import { setStatus } from '../calls/leg-status.ts';
import type { Leg } from '../calls/leg.ts';
import { LONGEST_TALK, talkFor, type CallSession } from '../calls/session.ts';
import type { Params } from '../delivery/callback.ts';
import { recordingDetails } from '../recordings/record-leg.ts';
import type { TerminalStatus } from '../truth/call-record.ts';
import { maybeRecord, placeCall } from './configured-calls.ts';

/** The callee answers, talks and hangs up. */
export async function answered(session: CallSession): Promise<void> {
  const leg = await dial(session);
  // Some carriers never report ringing.
  if (!session.random.chance(0.05)) await ring(session, leg, session.random.integer(2, 18));
  await talk(session, leg, {});
}

/** A machine answers. The detection is in the final status callback, or in a callback of its own. */
export async function voicemail(session: CallSession): Promise<void> {
  const leg = await dial(session);
  await ring(session, leg, session.random.integer(18, 30));
  const AnsweredBy = session.random.pick([
    'machine_start',
    'machine_end_beep',
    'machine_end_silence',
    'machine_end_other',
  ]);
  const detection = { AnsweredBy, MachineDetectionDuration: String(session.random.integer(1800, 6000)) };
  leg.record.answeredBy = AnsweredBy;
  const isAsync = leg.subscription?.url.includes('/api/calls/') ?? false;
  if (isAsync) reportDetection(session, leg, detection);
  await talk(session, leg, isAsync ? {} : detection);
}

/** The call rings and ends unanswered. */
export const rejected =
  (status: TerminalStatus, sipCodes: readonly string[], ringSeconds: readonly [number, number]) =>
  async (session: CallSession): Promise<void> => {
    const leg = await dial(session);
    await ring(session, leg, session.random.integer(...ringSeconds));
    setStatus(session, leg, status, { SipResponseCode: session.random.pick(sipCodes) });
  };

/** The number is unreachable: the call fails without ringing. */
export async function failed(session: CallSession): Promise<void> {
  const leg = await dial(session);
  const reason = { ErrorCode: '13224', ErrorMessage: 'The number is not valid or not reachable' };
  setStatus(session, leg, 'failed', { SipResponseCode: '404', ...(session.random.chance(0.5) && reason) });
}

/** Canceled while queued: Twilio sends no callback, only REST shows it. */
export async function canceledWhileQueued(session: CallSession): Promise<void> {
  const leg = placeCall(session);
  await session.clock.pass(session.random.integer(1, 5));
  setStatus(session, { ...leg, subscription: undefined }, 'canceled');
}

async function dial(session: CallSession): Promise<Leg> {
  const leg = placeCall(session);
  leg.record.queueTimeMs = session.random.integer(0, 2000);
  await session.clock.pass(leg.record.queueTimeMs / 1000);
  setStatus(session, leg, 'initiated');
  await session.clock.pass(session.random.integer(1, 3));
  return leg;
}

async function ring(session: CallSession, leg: Leg, seconds: number): Promise<void> {
  setStatus(session, leg, 'ringing', { StirStatus: 'B' });
  await session.clock.pass(seconds);
}

async function talk(session: CallSession, leg: Leg, details: Params): Promise<void> {
  setStatus(session, leg, 'in-progress', { StirStatus: 'B' });
  maybeRecord(session, leg);
  const seconds = session.random.chance(0.1) ? 1 : session.random.integer(3, LONGEST_TALK);
  await session.clock.pass(talkFor(session, seconds));
  setStatus(session, leg, 'completed', { SipResponseCode: '200', ...details, ...recordingDetails(session, leg) });
}

function reportDetection(session: CallSession, { record }: Leg, detection: Params): void {
  const url = session.configuredUrl('/api/calls/webhook/twilio');
  const params = { CallSid: record.sid, AccountSid: record.accountSid, ...detection };
  session.callbacks.send({ kind: 'amd', callSid: record.sid, method: 'POST', url, params });
}
