import type { LiveRecording } from '../recordings/live-recording.ts';
import type { CallRecord } from '../truth/call-record.ts';
import type { Party } from '../truth/party.ts';
import type { StatusEvent } from './call-payloads.ts';
import type { Interruption } from './interruption.ts';

/** Where status callbacks of a leg go, and which events it subscribes to. */
export interface Subscription {
  url: string;
  method: 'POST' | 'GET';
  events: ReadonlySet<StatusEvent>;
}

/** One Twilio call: a parent, or a leg that it dialled. */
export interface Leg {
  readonly record: CallRecord;
  readonly from: Party;
  readonly to: Party;
  readonly subscription: Subscription | undefined;
  /** In seconds of the call's `elapsed`; undefined before the answer. */
  answeredAt?: number;
  /** Status callbacks sent so far. `SequenceNumber` counts only these. */
  callbacksSent: number;
  readonly interruption: Interruption;
  /** All recordings that REST could pause or stop, ended ones included. */
  readonly recordings: LiveRecording[];
}

export const allEvents: ReadonlySet<StatusEvent> = new Set(['initiated', 'ringing', 'answered', 'completed']);
export const onlyCompleted: ReadonlySet<StatusEvent> = new Set(['completed']);
