import { createHmac, randomBytes } from 'node:crypto';

export const TOKEN = 'bench-token-0123456789abcdef0123';
export const ORIGIN = 'https://calls.example.com';
export const PATH = '/webhooks/twilio/voice-status';

const EVENTS = ['initiated', 'ringing', 'in-progress', 'completed'] as const;

/** The share of `signedCallbacks` that is no repeat. */
export const DISTINCT_SHARE = 10 / 11;

export type SignedCallback = { body: string; signature: string };

/** Status callbacks of real size (about 800 bytes), four per call; every tenth is repeated. */
export function signedCallbacks(count: number): SignedCallback[] {
  const callbacks: SignedCallback[] = [];
  while (callbacks.length < count) {
    const sid = `CA${randomBytes(16).toString('hex')}`;
    for (const [sequence, status] of EVENTS.entries()) {
      const callback = sign(statusPayload(sid, status, sequence));
      callbacks.push(callback);
      if (callbacks.length % 10 === 0) callbacks.push(callback);
    }
  }
  return callbacks.slice(0, count);
}

/** All fields of a status callback about an outgoing call. */
function statusPayload(sid: string, status: (typeof EVENTS)[number], sequence: number): Record<string, string> {
  const parties = {
    From: '+16175006181',
    To: `+1508555${String(100 + (Number.parseInt(sid.slice(2, 8), 16) % 9000)).padStart(4, '0')}`,
  };
  return {
    AccountSid: 'AC0123456789abcdef0123456789abcdef',
    ApiVersion: '2010-04-01',
    CallSid: sid,
    ...parties,
    Caller: parties.From,
    Called: parties.To,
    CallStatus: status,
    Direction: 'outbound-api',
    ...geography('Caller', 'BOSTON', 'MA', '02110'),
    ...geography('From', 'BOSTON', 'MA', '02110'),
    ...geography('Called', 'FRAMINGHAM', 'MA', '01701'),
    ...geography('To', 'FRAMINGHAM', 'MA', '01701'),
    Timestamp: new Date(Date.UTC(2026, 10, 20, 12, 0, sequence * 7)).toUTCString().replace('GMT', '+0000'),
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(sequence),
    ...(status === 'completed' && { CallDuration: '17', Duration: '1', SipResponseCode: '200' }),
  };
}

const geography = (end: string, city: string, state: string, zip: string) => ({
  [`${end}City`]: city,
  [`${end}State`]: state,
  [`${end}Zip`]: zip,
  [`${end}Country`]: 'US',
});

function sign(params: Record<string, string>): SignedCallback {
  const names = Object.keys(params).toSorted();
  const text = ORIGIN + PATH + names.map((name) => name + params[name]).join('');
  return {
    body: new URLSearchParams(params).toString(),
    signature: createHmac('sha1', TOKEN).update(text).digest('base64'),
  };
}
