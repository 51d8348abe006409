import { withOverrides } from '../../connection-overrides.ts';
import type { AccountReader } from '../account-reader.ts';
import type { OrderSender } from '../post-resource.ts';
import { readResource } from './read-resource.ts';
import { recordingResource, type RecordingResource } from './recording-resource.ts';
import { SubmissionUnknownError, TwilioAnswerError } from '../rest-errors.ts';

/** What Twilio calls a recording that is to be paused, to go on, or to end. */
export type WantedRecordingStatus = 'paused' | 'in-progress' | 'stopped';

/** Addresses the recording of a call that goes on, whichever it is. */
export const CURRENT_RECORDING = 'Twilio.CURRENT';

export type RecordingController = {
  /**
   * Starts a recording of a live call; the URL is without a fragment. Where Twilio may have heard it or not, it is looked
   * for. `SubmissionUnknownError`: it is not listed, or not yet; `findLiveRecording` tells before it is asked for again.
   */
  startRecording(callSid: string, urls: { statusUrl: string }, signal?: AbortSignal): Promise<RecordingResource>;
  /**
   * The recording as Twilio answers: its `status` alone says whether it was done, 200 does not. Repeated until Twilio
   * answers; a `TwilioRequestError` with a `cause` says that an earlier attempt may have been carried out all the same.
   */
  changeRecording(
    callSid: string,
    recordingSid: string,
    status: WantedRecordingStatus,
    signal?: AbortSignal,
  ): Promise<RecordingResource>;
  /** The recording that an earlier start left, going on or paused; undefined where there is none. */
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

/** A recording of a `<Record>` or `<Dial>` was none of ours to start. */
const isOurs = ({ source, status }: RecordingResource): boolean =>
  source === 'StartCallRecordingAPI' && (status === 'in-progress' || status === 'paused');
