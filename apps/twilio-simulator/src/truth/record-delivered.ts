import { type CallRecord, type CallStatus, isTerminal } from './call-record.ts';
import type { Book } from './record-store.ts';

/** Writes down what an acknowledged callback told its receiver, about the call and about a dialled leg. */
export function noteDelivered(calls: Book<CallRecord>, params: Readonly<Record<string, string>>): void {
  const { CallSid, CallStatus, CallDuration, DialCallSid, DialCallStatus, DialCallDuration } = params;
  const delivered = calls.find(CallSid ?? '')?.record.delivered;
  if (delivered && CallStatus) {
    if (rank(CallStatus) > rank(delivered.status)) delivered.status = CallStatus as CallStatus;
    if (CallDuration) delivered.callDuration = Number(CallDuration);
  }
  const dialled = calls.find(DialCallSid ?? '')?.record.delivered;
  if (!dialled || !DialCallStatus) return;
  dialled.dialCallStatus = DialCallStatus;
  dialled.dialCallDuration = DialCallDuration ? Number(DialCallDuration) : null;
}

function rank(status: string | null): number {
  if (status === null) return -1;
  return isTerminal(status) ? 4 : ['queued', 'initiated', 'ringing', 'in-progress'].indexOf(status);
}
