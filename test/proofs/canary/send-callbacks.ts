import { randomBytes } from 'node:crypto';
import twilio from 'twilio';
import { eventually } from '../../support/eventually.ts';
import type { CanaryName } from './canaries.ts';
import type { CanaryStack } from './open-stack.ts';

type Fields = Record<string, string>;

/** An incoming call that is answered and recorded; then forged and malformed callbacks, and paths that do not exist. */
export async function sendCallbacks({ apps, db }: CanaryStack, canaries: Record<CanaryName, string>): Promise<void> {
  const ingest = apps['ingest']!.url;
  const sid = `CA${randomBytes(16).toString('hex')}`;
  const parties = {
    AccountSid: `AC${'ca4a41'.padEnd(32, '0')}`,
    CallSid: sid,
    From: canaries.caller,
    To: '+16175006181',
    Direction: 'inbound',
    CallerName: canaries.callerName,
    FromCity: canaries.callerCity,
  };
  const send = async (path: string, fields: Fields, { token = canaries.authToken, type = FORM } = {}) => {
    const signature = twilio.getExpectedTwilioSignature(token, `${ingest}${path}`, fields);
    const headers = { 'content-type': type, 'x-twilio-signature': signature };
    const response = await fetch(`${ingest}${path}`, {
      method: 'POST',
      headers,
      body: new URLSearchParams(fields).toString(),
    });
    await response.text();
  };
  const status = (name: string, sequence: number, more: Fields = {}) =>
    send('/webhooks/twilio/voice-status', {
      ...parties,
      CallStatus: name,
      CallbackSource: 'call-progress-events',
      SequenceNumber: `${sequence}`,
      Timestamp: new Date().toUTCString(),
      ...more,
    });
  await send('/webhooks/twilio/voice-inbound', { ...parties, CallStatus: 'ringing' });
  await status('ringing', 1);
  await status('in-progress', 2);
  await status('completed', 3, { CallDuration: '7' });
  const recording = {
    RecordingSid: `RE${randomBytes(16).toString('hex')}`,
    RecordingStatus: 'completed',
    RecordingDuration: '3',
  };
  await send('/webhooks/twilio/recording-status', {
    ...parties,
    ...recording,
    RecordingUrl: `http://127.0.0.1:9/${canaries.callerName}`,
  });
  await send(
    '/webhooks/twilio/voice-status',
    { ...parties, From: canaries.forgedNumber, CallStatus: 'busy' },
    { token: 'not the token' },
  );
  await send('/webhooks/twilio/voice-status', { From: canaries.malformedNumber, CallStatus: canaries.malformedValue });
  await send('/webhooks/twilio/voice-status', {
    ...parties,
    CallSid: canaries.malformedValue,
    From: canaries.malformedNumber,
    Timestamp: canaries.malformedValue,
  });
  await send(
    '/webhooks/twilio/voice-status',
    { ...parties, From: canaries.malformedNumber },
    { type: 'application/json' },
  );
  await send(`/no-such-path?From=${encodeURIComponent(canaries.malformedNumber)}`, parties);
  await eventually(
    async () => {
      const { rows } = await db.pool.query('select status from calls where call_sid = $1', [sid]);
      if (rows[0]?.status !== 'completed') throw new Error(`The call is ${rows[0]?.status}`);
    },
    { timeoutMs: 30_000 },
  );
}

const FORM = 'application/x-www-form-urlencoded';
