import type { AccountReader } from './rest/account-reader.ts';
import type { RecordingController } from './rest/resources/control-recording.ts';
import type { CallPlacer } from './rest/resources/create-call.ts';
import type { CallEnder } from './rest/resources/end-call.ts';

/**
 * What our workers need of whoever connects the calls: to place, end, record and look at them. Facts are read in Twilio's
 * words (statuses, names of fields, error classes), so these are what an adapter speaks; `openTwilio` is one.
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
