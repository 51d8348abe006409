import { dropperOf, isDropped, isTerminal, type CallStatus } from '../calls/status.ts';
import type { Fact } from '../facts/fact.ts';
import { isRecordingEnd } from '../recordings/recording-status.ts';
import { describeKind } from './callback-kinds.ts';

/** The events that a status callback may be subscribed to, in the order in which Twilio fires them. */
export const STATUS_EVENTS = ['initiated', 'ringing', 'answered', 'completed'] as const;
export type StatusEvent = (typeof STATUS_EVENTS)[number];

/** Twilio's name of the event that reports a status: `completed` is any end. Null for a status that no event reports. */
export function eventOf(status: CallStatus | null): StatusEvent | null {
  if (status === null) return null;
  if (status === 'in-progress') return 'answered';
  if (isTerminal(status)) return 'completed';
  return status === 'initiated' || status === 'ringing' ? status : null;
}

/** What a person calls a fact: `answered`, `recording RE… completed`, `dial action`, `REST: completed`, `dropped by a monitor`. */
export function callbackName({ kind, status, recording }: Fact): string {
  if (status !== null && isDropped(status)) return `dropped by a ${dropperOf(status)}`;
  const { about, origin, label } = describeKind(kind);
  if (origin === 'rest')
    return `REST: ${about === 'recording' ? `recording ${recording?.sid} ${recording?.status}` : status}`;
  if (about === 'recording' && recording) return recordingName(recording.sid, recording.status);
  return kind === 'call-status' ? (eventOf(status) ?? status ?? 'status callback') : label;
}

/** Of a recording too `completed` is any end: `absent` and `failed` come instead of it. */
export const recordingName = (sid: string, status: string): string =>
  `recording ${sid} ${isRecordingEnd(status) ? 'completed' : status}`;
