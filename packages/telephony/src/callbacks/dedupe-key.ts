import { hash } from 'node:crypto';
import type { FactKind, Fields } from './fact-kind.ts';

const HASH_DIGITS = 24;

/**
 * The name of a fact, such as `call:CA…:completed:3:5f0c…`: readable first, then 96 bits over every parameter, so that
 * two deliveries of one fact (a retry carries the same parameters) share it and two different facts never do.
 * `content` is all parameters of body and query, written so that no two different sets are written alike. Headers are
 * no part of it: nobody signs them. At most 255 characters.
 */
export const dedupeKey = (kind: FactKind, fields: Fields, content: string): string =>
  `${subject(kind, fields)}:${hash('sha256', content, 'hex').slice(0, HASH_DIGITS)}`;

function subject(kind: FactKind, fields: Fields): string {
  const text = (name: string): string =>
    typeof fields[name] === 'string' ? fields[name].slice(0, 64).toWellFormed() : '-';
  switch (kind) {
    case 'call-status':
      return `call:${text('CallSid')}:${text('CallStatus')}:${text('SequenceNumber')}`;
    case 'dial-action':
      return `dial:${text('CallSid')}:${text('DialCallSid')}:${text('DialCallStatus')}`;
    case 'recording-complete':
    case 'recording-in-progress':
    case 'recording-absent':
    case 'recording-failed':
      return `recording:${text('RecordingSid')}:${text('RecordingStatus')}`;
    case 'conference':
      return `conference:${text('ConferenceSid')}:${text('StatusCallbackEvent')}:${text('SequenceNumber')}`;
    case 'call-resource':
    case 'recording-resource':
      return `${kind}:${text('sid')}:${text('status')}`;
    case 'quarantined':
      return 'quarantined';
    default:
      return `${kind}:${text('CallSid')}:${text('CallStatus')}`;
  }
}
