import type { LiveRecording } from '../recordings/live-recording.ts';
import type { CallRecord } from '../truth/call-record.ts';
import type { Party } from '../truth/party.ts';
import type { StatusEvent } from './call-payloads.ts';
import type { Interruption } from './interruption.ts';

/** Who wants to hear of a leg, and of what. */
export interface Subscription {
  url: string;
  method: 'POST' | 'GET';
  events: ReadonlySet<StatusEvent>;
}

/** One Twilio call: a parent or a dialled child, with its truth and its subscription. */
export interface Leg {
  readonly record: CallRecord;
  readonly from: Party;
  readonly to: Party;
  readonly subscription: Subscription | undefined;
  /** Events sent to the subscription so far: its sequence numbers count nothing else. */
  fired: number;
  readonly interruption: Interruption;
  /** Those that can be paused and stopped, and what became of them. */
  readonly recordings: LiveRecording[];
}

export const allEvents: ReadonlySet<StatusEvent> = new Set(['initiated', 'ringing', 'answered', 'completed']);
export const onlyCompleted: ReadonlySet<StatusEvent> = new Set(['completed']);
