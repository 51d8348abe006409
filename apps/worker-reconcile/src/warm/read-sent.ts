import { sentRequests, type SentRequest } from '@trunkline/telephony/reconciliation';
import { TwilioRequestError, type CallEvent, type TwilioAccount, type UnreadableRow } from '@trunkline/twilio/rest';

/** Twilio's own error code for it: a gateway's 404 says nothing about the call. */
const NOT_FOUND = 20404;

type Reading = {
  twilio: TwilioAccount;
  origin: string;
  signal: AbortSignal;
  /** Called for each listed request that cannot be read; absence from the list proves nothing. */
  onUnreadable: (row: UnreadableRow) => void;
};

/** The callbacks about a call that Twilio lists as sent to us; null where Twilio does not know the call (any more). */
export async function readSent(
  { twilio, origin, signal, onUnreadable }: Reading,
  callSid: string,
): Promise<SentRequest[] | null> {
  const events: CallEvent[] = [];
  try {
    for await (const { rows } of twilio.listCallEvents(callSid, signal, onUnreadable)) events.push(...rows);
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
