import type { AccountReader } from '../account-reader.ts';
import type { OrderSender } from '../post-resource.ts';
import { TwilioRequestError } from '../rest-errors.ts';

/**
 * `ended`: Twilio accepted the command, possibly before an answer that was lost; the end itself comes as a callback.
 * `already-ended`: there was nothing to end.
 */
export type CallEnder = {
  endCall(callSid: string, signal?: AbortSignal): Promise<'ended' | 'already-ended'>;
  /** Ends a conference with the calls in it. */
  endConference(conferenceSid: string, signal?: AbortSignal): Promise<'ended' | 'already-ended'>;
};

const NOT_IN_PROGRESS = 21220;
const END = { Status: 'completed' };

/** Ends live calls and conferences of an account. Repeated until Twilio answers: ending twice is harmless. */
export const openCallEnder = (orders: OrderSender, reader: Pick<AccountReader, 'fetchConference'>): CallEnder => ({
  endCall: async (callSid, signal) => {
    try {
      await orders.order(['Calls', callSid], END, signal);
      return 'ended';
    } catch (error) {
      if (!(error instanceof TwilioRequestError) || error.code !== NOT_IN_PROGRESS) throw error;
      return outcomeOf(error);
    }
  },
  endConference: async (conferenceSid, signal) => {
    try {
      await orders.order(['Conferences', conferenceSid], END, signal);
      return 'ended';
    } catch (error) {
      if (!(error instanceof TwilioRequestError) || error.status >= 500) throw error;
      const conference = await reader.fetchConference(conferenceSid, signal);
      if (conference?.status !== 'completed') throw error;
      return outcomeOf(error);
    }
  },
});

/** After an attempt whose outcome is unknown, that attempt most likely ended it. */
const outcomeOf = ({ cause }: TwilioRequestError) => (cause === undefined ? 'already-ended' : 'ended');
