import { withOverrides } from '../../callback-url.ts';
import type { AccountReader } from '../account-reader.ts';
import type { OrderSender } from '../post-resource.ts';
import { readResource } from './read-resource.ts';
import { recordingResource, type RecordingResource } from './recording-resource.ts';
import { SubmissionUnknownError, TwilioAnswerError } from '../rest-errors.ts';

/** Twilio's values to pause, resume and end a recording. */
export type WantedRecordingStatus = 'paused' | 'in-progress' | 'stopped';

/** Addresses the running recording of a call. */
export const CURRENT_RECORDING = 'Twilio.CURRENT';

export type RecordingController = {
  /**
   * Starts a recording of a live call; the URL is without a fragment. Where the outcome is unknown, looks for the recording;
   * throws `SubmissionUnknownError` where it is not (yet) listed: call `findLiveRecording` before starting it again.
   */
  startRecording(callSid: string, urls: { statusUrl: string }, signal?: AbortSignal): Promise<RecordingResource>;
  /**
   * Changes a recording, and returns it as Twilio answers: only its `status` shows whether it was changed, 200 does not.
   * Repeated until Twilio answers. After a `TwilioRequestError` with a `cause` an earlier attempt may have been carried out.
   */
  changeRecording(
    callSid: string,
    recordingSid: string,
    status: WantedRecordingStatus,
    signal?: AbortSignal,
  ): Promise<RecordingResource>;
  /** The running or paused recording of an earlier start; undefined where there is none. */
  findLiveRecording(callSid: string, signal?: AbortSignal): Promise<RecordingResource | undefined>;
};

const EVENTS = ['in-progress', 'completed', 'absent'];

/** Controls recordings of an account's live calls. */
export function openRecordingController(
  orders: OrderSender,
  reader: Pick<AccountReader, 'listCallRecordings'>,
): RecordingController {
  const findLiveRecording: RecordingController['findLiveRecording'] = async (callSid, signal) => {
    for await (const { rows } of reader.listCallRecordings(callSid, signal)) {
      const live = rows.find(isOurs);
      if (live) return live;
    }
    return undefined;
  };

  return {
    findLiveRecording,
    startRecording: async (callSid, { statusUrl }, signal) => {
      const data = {
        RecordingStatusCallback: withOverrides(statusUrl),
        RecordingStatusCallbackEvent: EVENTS,
        RecordingStatusCallbackMethod: 'POST',
      };
      try {
        return read(await orders.make(['Calls', callSid, 'Recordings'], data, signal));
      } catch (error) {
        if (!(error instanceof SubmissionUnknownError) && !(error instanceof TwilioAnswerError)) throw error;
        const started = await findLiveRecording(callSid, signal).catch(() => undefined);
        if (started) return started;
        throw error;
      }
    },
    changeRecording: async (callSid, recordingSid, status, signal) =>
      read(await orders.order(['Calls', callSid, 'Recordings', recordingSid], { Status: status }, signal)),
  };
}

const read = (body: unknown): RecordingResource => readResource(recordingResource, body, 'a recording');

/** Recordings of a `<Record>` or `<Dial>` are not started by this command. */
const isOurs = ({ source, status }: RecordingResource): boolean =>
  source === 'StartCallRecordingAPI' && (status === 'in-progress' || status === 'paused');
