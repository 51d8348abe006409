import type { CallbackToStore } from '@trunkline/db/inbox';
import { dedupeKey } from '@trunkline/telephony/callbacks';

const ACCOUNT_SID = 'AC00000000000000000000000000000001';

/** The n-th Call SID of a test. */
export const callSid = (n: number): string => `CA${n.toString(16).padStart(32, '0')}`;

/** The fields of a progress callback, `at` seconds after a fixed start. */
export function progress(sid: string, status: string, sequence: number, at = sequence): Record<string, string> {
  const timestamp = new Date(Date.UTC(2026, 1, 12, 11, 48, at)).toUTCString().replace('GMT', '+0000');
  return {
    AccountSid: ACCOUNT_SID,
    CallSid: sid,
    CallStatus: status,
    CallbackSource: 'call-progress-events',
    Direction: 'outbound-api',
    From: '+16175006181',
    SequenceNumber: `${sequence}`,
    Timestamp: timestamp,
    To: '+15085140320',
    ...(status === 'completed' && { CallDuration: '7', Duration: '1' }),
  };
}

/** A callback as ingest stores it, of the kind `call-status` by default. */
export function callbackToStore(
  fields: Record<string, unknown>,
  changes: Partial<CallbackToStore> = {},
): CallbackToStore {
  const callbackKind = changes.callbackKind ?? 'call-status';
  const content = JSON.stringify([fields, changes.query ?? {}]);
  return {
    source: 'twilio_voice',
    callbackKind,
    callSid: typeof fields['CallSid'] === 'string' ? fields['CallSid'] : null,
    recordingSid: typeof fields['RecordingSid'] === 'string' ? fields['RecordingSid'] : null,
    dedupeKey: dedupeKey(callbackKind, fields, content),
    payload: fields,
    query: {},
    escapedFields: [],
    rawTarget: '/webhooks/twilio/voice-status',
    idempotencyToken: null,
    signatureVerdict: 'valid',
    processingStatus: 'pending',
    error: null,
    copies: 1,
    ...changes,
  };
}
