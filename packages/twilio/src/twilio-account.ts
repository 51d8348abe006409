import type { AccountReader } from './rest/account-reader.ts';
import type { RecordingController } from './rest/resources/control-recording.ts';
import type { CallPlacer } from './rest/resources/create-call.ts';
import type { CallEnder } from './rest/resources/end-call.ts';

/**
 * The operations that our workers need of Twilio: place, end, record and read calls. Facts are read in Twilio's terms
 * (statuses, names of fields, error classes), so any implementation uses them; `openTwilio` is one.
 */
export type TelephonyProvider = CallPlacer &
  CallEnder &
  RecordingController &
  Pick<
    AccountReader,
    | 'fetchCall'
    | 'listCalls'
    | 'listCallEvents'
    | 'fetchCallRecording'
    | 'listCallRecordings'
    | 'listConferences'
    | 'listParticipants'
  >;
