import { dialableNumber } from '@trunkline/telephony/numbers';
import { randomUUID } from 'node:crypto';
import { callbackUrl } from '../callback-url.ts';
import { conferenceTwiml } from './conference-twiml.ts';

/** One leg of a scheduled call, as its URLs name it. */
export type OrderLeg = { callId: string; leg: 'client' | 'reader' };

/** The signed URLs of a scheduled call's legs that Twilio requests, without overrides. */
export function orderCallUrls(baseUrl: string) {
  const urlOf = (path: string, parameters: Record<string, string> = {}) => callbackUrl(baseUrl, path, parameters);
  return {
    voice: ({ callId, leg }: OrderLeg) => urlOf('/api/calls/conference', { leg, order_call_id: callId }),
    status: (intentId: string) => urlOf('/api/calls/webhook/twilio', { intent_id: intentId }),
    conferenceStatus: (callId: string) => urlOf('/api/calls/webhook/twilio', { order_call_id: callId }),
    recordingStatus: urlOf('/api/calls/webhook/twilio'),
    afterConference: urlOf('/webhooks/twilio/dial-action'),
  };
}

/** The conference of a scheduled call: the first leg waits for the other, and each one's end is the end of both. */
export function orderCallTwiml(baseUrl: string, callId: string): string {
  const urls = orderCallUrls(baseUrl);
  return conferenceTwiml({
    room: `order-call-${callId}`,
    startOnEnter: true,
    endOnExit: true,
    statusUrl: urls.conferenceStatus(callId),
    actionUrl: urls.afterConference,
  });
}

/** A leg to dial for a scheduled call. */
export type PlannedLeg = {
  id: string;
  leg: OrderLeg['leg'];
  toNumber: string;
  fromNumber: string;
  voiceUrl: string;
  statusUrl: string;
};

/** Both legs of a scheduled call; undefined where one party has no number that can be called. */
export function planLegs(
  baseUrl: string,
  { id: callId, fromNumber }: { id: string; fromNumber: string | null },
  numbers: Record<OrderLeg['leg'], string | null>,
): PlannedLeg[] | undefined {
  const urls = orderCallUrls(baseUrl);
  const planned = (['client', 'reader'] as const).flatMap((leg) => {
    const id = randomUUID();
    const toNumber = dialableNumber(numbers[leg] ?? '');
    if (toNumber === null || fromNumber === null) return [];
    return [{ id, leg, toNumber, fromNumber, voiceUrl: urls.voice({ callId, leg }), statusUrl: urls.status(id) }];
  });
  return planned.length === 2 ? planned : undefined;
}
