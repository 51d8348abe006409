import type { CallLine } from '../delivery/call-line.ts';
import type { ConferenceRecord } from '../truth/conference-record.ts';
import { conferenceCallback, type ConferenceEvent } from './conference-callback.ts';
import type { ConferenceSubscription } from './conference-subscription.ts';

/** Tells what happens in a conference to whom it may concern. */
export interface TellConference {
  send(event: ConferenceEvent): void;
  settled(): Promise<void>;
}

/** `subscription`: of who came first; what others ask for is not heard. */
export function tellConference(
  line: CallLine,
  record: ConferenceRecord,
  subscription: ConferenceSubscription | undefined,
): TellConference {
  let fired = 0;
  return {
    send(event) {
      if (!subscription?.events.has(event.name)) return;
      const { url, method } = subscription;
      const callSid = 'participant' in event ? event.participant.leg.record.sid : record.sid;
      line.send({ kind: 'conference', callSid, url, method, params: conferenceCallback(record, event, ++fired) });
    },
    settled: () => line.settled(),
  };
}
