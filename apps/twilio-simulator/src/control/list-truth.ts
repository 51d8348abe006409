import type { BookedCall, CallBook } from '../calls/call-book.ts';
import { callResource } from '../rest/call-resource.ts';
import type { Window } from './list-deliveries.ts';

/** Every call as Twilio knows it, and what a perfect receiver could know of it, in order of creation. */
export function listTruth(book: CallBook, { after, limit }: Window) {
  const calls = Array.from(book.after(after).take(limit), toJson);
  return { calls, next: calls.at(-1)?.n ?? after };
}

function toJson({ n, record }: BookedCall) {
  const { status, callDuration, dialCallStatus, dialCallDuration } = record.delivered;
  const delivered = {
    status,
    call_duration: callDuration,
    dial_call_status: dialCallStatus,
    dial_call_duration: dialCallDuration,
  };
  return { n, scenario: record.scenario, ...callResource(record), delivered };
}
