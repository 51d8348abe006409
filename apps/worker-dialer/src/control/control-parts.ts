import type { ObservationParts } from '@trunkline/db';
import type { Database } from '@trunkline/db/connection';
import type { Logger } from '@trunkline/service';
import type { TelephonyProvider } from '@trunkline/twilio';

/** What live control works with: connections and a client of its own, so that it waits behind no dialling. */
export type ControlParts = ObservationParts & {
  db: Database;
  twilio: Pick<
    TelephonyProvider,
    'endCall' | 'fetchCall' | 'startRecording' | 'changeRecording' | 'listCallRecordings'
  >;
  /** Where Twilio reports recordings that we start. */
  recordingStatusUrl: string;
  log: Logger;
};
