import { sentRequests, type SentRequest } from '@trunkline/telephony/reconciliation';
import { TwilioRequestError, type CallEvent, type TwilioAccount } from '@trunkline/twilio/rest';

/** Twilio's own error code for it: a gateway's 404 says nothing about the call. */
const NOT_FOUND = 20404;

/** The callbacks about a call that Twilio lists as sent to us; null where Twilio does not know the call (any more). */
export async function readSent(
  twilio: TwilioAccount,
  callSid: string,
  origin: string,
  signal: AbortSignal,
): Promise<SentRequest[] | null> {
  const events: CallEvent[] = [];
  try {
    for await (const { rows } of twilio.listCallEvents(callSid, signal)) events.push(...rows);
  } catch (error) {
    if (error instanceof TwilioRequestError && error.status === 404 && error.code === NOT_FOUND) return null;
    throw error;
  }
  const made = events.map(({ request, response }) => ({
    url: request.url,
    parameters: request.parameters,
    answer: response?.response_code ?? null,
  }));
  return sentRequests(made, origin);
}
