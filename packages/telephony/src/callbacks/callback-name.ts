import type { FactKind } from './fact-kind.ts';
import type { Fact } from '../facts/fact.ts';
import { dropperOf, isDropped, isTerminal, type CallStatus } from '../calls/status.ts';

/** The events that a status callback may be subscribed to, in the order in which Twilio fires them. */
export const STATUS_EVENTS = ['initiated', 'ringing', 'answered', 'completed'] as const;
export type StatusEvent = (typeof STATUS_EVENTS)[number];

/** Twilio's name of the event that a status is reported by: `completed` is any end. Null for a status that none reports. */
export function eventOf(status: CallStatus | null): StatusEvent | null {
  if (status === null) return null;
  if (status === 'in-progress') return 'answered';
  if (isTerminal(status)) return 'completed';
  return status === 'initiated' || status === 'ringing' ? status : null;
}

/** What a person calls a fact: `answered`, `recording RE… completed`, `dial action`, `REST: completed`, `dropped by a monitor`. */
export function callbackName(fact: Fact): string {
  if (fact.status !== null && isDropped(fact.status)) return `dropped by a ${dropperOf(fact.status)}`;
  if (fact.kind === 'call-status') return eventOf(fact.status) ?? fact.status ?? 'status callback';
  if (fact.kind === 'call-resource') return `REST: ${fact.status}`;
  if (fact.kind === 'recording-resource') return `REST: recording ${fact.recording?.sid} ${fact.recording?.status}`;
  if (fact.kind.startsWith('recording-') && fact.recording)
    return recordingName(fact.recording.sid, fact.recording.status);
  return NAMES[fact.kind] ?? fact.kind.replaceAll('-', ' ');
}

/** Of a recording too `completed` is any end: `absent` and `failed` come instead of it. */
export const recordingName = (sid: string, status: string): string =>
  `recording ${sid} ${RECORDING_ENDS.has(status) ? 'completed' : status}`;

export const RECORDING_ENDS: ReadonlySet<string> = new Set(['completed', 'absent', 'failed']);

/** Kinds that are not called what they are named. */
const NAMES: Partial<Record<FactKind, string>> = {
  'call-inbound': 'voice request',
  'child-twiml': 'whisper request',
  'amd-status': 'machine detection',
  'realtime-transcription': 'live transcription',
  fallback: 'fallback request',
};
