import type { Leg } from '../calls/leg.ts';
import { report } from '../calls/report-leg.ts';
import type { Play } from '../calls/session.ts';
import type { Params } from '../delivery/callback.ts';
import { recordingDetails } from '../recordings/record-leg.ts';
import type { TerminalStatus } from '../truth/call-record.ts';
import { maybeRecord, placeCall } from './configured-calls.ts';

/** Somebody answers, talks and hangs up. */
export async function answered(play: Play): Promise<void> {
  const leg = await dial(play);
  // Some carriers connect without ever saying that it rings.
  if (!play.random.chance(0.05)) await ring(play, leg, play.random.integer(2, 18));
  await talk(play, leg, {});
}

/** A machine answers; what detected it tells so at the end, or by a callback of its own. */
export async function voicemail(play: Play): Promise<void> {
  const leg = await dial(play);
  await ring(play, leg, play.random.integer(18, 30));
  const AnsweredBy = play.random.pick([
    'machine_start',
    'machine_end_beep',
    'machine_end_silence',
    'machine_end_other',
  ]);
  const detection = { AnsweredBy, MachineDetectionDuration: String(play.random.integer(1800, 6000)) };
  leg.record.answeredBy = AnsweredBy;
  const isAsync = leg.subscription?.url.includes('/api/calls/') ?? false;
  if (isAsync) reportDetection(play, leg, detection);
  await talk(play, leg, isAsync ? {} : detection);
}

/** It rings, but no conversation comes of it. */
export const rejected =
  (status: TerminalStatus, sipCodes: readonly string[], ringSeconds: readonly [number, number]) =>
  async (play: Play): Promise<void> => {
    const leg = await dial(play);
    await ring(play, leg, play.random.integer(...ringSeconds));
    report(play, leg, status, { SipResponseCode: play.random.pick(sipCodes) });
  };

/** The number leads nowhere: the call fails without having rung. */
export async function failed(play: Play): Promise<void> {
  const leg = await dial(play);
  const reason = { ErrorCode: '13224', ErrorMessage: 'The number is not valid or not reachable' };
  report(play, leg, 'failed', { SipResponseCode: '404', ...(play.random.chance(0.5) && reason) });
}

/** Taken back while it waited in the queue: Twilio sends nothing at all, only its REST API knows. */
export async function canceledWhileQueued(play: Play): Promise<void> {
  const leg = placeCall(play);
  await play.clock.pass(play.random.integer(1, 5));
  report(play, { ...leg, subscription: undefined }, 'canceled');
}

async function dial(play: Play): Promise<Leg> {
  const leg = placeCall(play);
  leg.record.queueTimeMs = play.random.integer(0, 2000);
  await play.clock.pass(leg.record.queueTimeMs / 1000);
  report(play, leg, 'initiated');
  await play.clock.pass(play.random.integer(1, 3));
  return leg;
}

async function ring(play: Play, leg: Leg, seconds: number): Promise<void> {
  report(play, leg, 'ringing', { StirStatus: 'B' });
  await play.clock.pass(seconds);
}

async function talk(play: Play, leg: Leg, details: Params): Promise<void> {
  report(play, leg, 'in-progress', { StirStatus: 'B' });
  maybeRecord(play, leg);
  const seconds = play.random.chance(0.1) ? 1 : play.random.integer(3, 180);
  await play.clock.pass(seconds);
  report(play, leg, 'completed', { SipResponseCode: '200', ...details, ...recordingDetails(play, leg) });
}

function reportDetection(play: Play, { record }: Leg, detection: Params): void {
  const url = play.configuredUrl('/api/calls/webhook/twilio');
  const params = { CallSid: record.sid, AccountSid: record.accountSid, ...detection };
  play.line.send({ kind: 'amd', callSid: record.sid, method: 'POST', url, params });
}
