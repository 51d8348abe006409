import { CallEnded, CallRedirected } from '../../calls/interruption.ts';
import type { LiveCall } from '../../calls/session.ts';
import type { CallRecord } from '../../truth/call-record.ts';
import { type EndpointRequest, getCall, type RestParts } from '../endpoint.ts';
import { invalidParameter, RestError } from '../rest-error.ts';
import { readTwimlSource } from './create-call.ts';

/** Ends a live leg, or redirects a call to another document. Throws 21220 if the call is in the wrong status. */
export async function updateCall(parts: RestParts, request: EndpointRequest, sid: string): Promise<CallRecord> {
  const { form } = request;
  const { sid: callSid } = getCall(parts, request, sid);
  const call = parts.live.get(callSid);
  if (!call) throw notInProgress();
  const status = form.get('Status');
  if (status !== null) end(call, status);
  else if (form.has('Url') || form.has('Twiml')) redirect(call, form);
  // Lets the call end or move on before the answer is written.
  await new Promise(setImmediate);
  return call.leg.record;
}

function end({ leg }: LiveCall, status: string): void {
  if (status !== 'canceled' && status !== 'completed') throw invalidParameter('Status', status);
  if (status === 'canceled' && leg.record.status === 'in-progress') throw notInProgress();
  leg.interruption.interrupt(new CallEnded('rest'));
}

/** Dialled legs have no document, and calls of a load follow their scenario: neither can be redirected. */
function redirect({ session, leg }: LiveCall, form: URLSearchParams): void {
  const isPossible = session.isRedirectable && leg === session.legs[0] && leg.record.status === 'in-progress';
  if (!isPossible) throw notInProgress();
  leg.interruption.interrupt(new CallRedirected(readTwimlSource(form)));
}

const notInProgress = (): RestError => new RestError(400, 21220, 'Call is not in-progress. Cannot redirect.');
