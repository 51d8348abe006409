import type { Database } from '@trunkline/db/connection';
import type { OpenQueue } from '@trunkline/queues';
import type { Logger } from '@trunkline/service';
import type { TelephonyProvider } from '@trunkline/twilio';

/** What live control works with: connections and a client of its own, so that it waits behind no dialling. */
export type ControlParts = {
  db: Database;
  twilio: Pick<
    TelephonyProvider,
    'endCall' | 'fetchCall' | 'startRecording' | 'changeRecording' | 'listCallRecordings'
  >;
  callbacks: Pick<OpenQueue<{ ids: string[] }>, 'add'>;
  /** Where Twilio reports recordings that we start. */
  recordingStatusUrl: string;
  log: Logger;
};
