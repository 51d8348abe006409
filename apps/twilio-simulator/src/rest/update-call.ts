import type { CallRecord } from '../calls/call-record.ts';
import { readInstructions } from '../placed/call-order.ts';
import { CallEnded, Redirected } from '../placed/live-call.ts';
import { findCall, type RestParts, type Target } from './find-shown.ts';
import { invalidParameter, RestError } from './rest-error.ts';

/** Ends a live call that was placed here, or gives it another document. Throws 21220 where that cannot be done any more. */
export async function updateCall(parts: RestParts, target: Target, sid: string): Promise<CallRecord> {
  const { form } = target;
  const call = parts.placed.find(findCall(parts, target, sid).sid);
  const status = form.get('Status');
  const isLive = call !== undefined && (status !== 'canceled' || isUnanswered(call.record));
  if (!isLive) throw new RestError(400, 21220, 'Call is not in-progress. Cannot redirect.');
  if (status !== null) {
    if (status !== 'canceled' && status !== 'completed') throw invalidParameter('Status', status);
    call.interrupt(new CallEnded(status));
  } else if (form.has('Url') || form.has('Twiml')) call.interrupt(new Redirected(readInstructions(form)));
  // The call takes notice before the answer is written.
  await new Promise(setImmediate);
  return call.record;
}

const isUnanswered = ({ status }: CallRecord): boolean => status === 'queued' || status === 'ringing';
