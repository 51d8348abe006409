import type { AccountReader } from '../account-reader.ts';
import type { OrderSender } from '../post-resource.ts';
import { TwilioRequestError } from '../rest-errors.ts';

/**
 * Ends what goes on. `ended`: Twilio took the order, be it that only the repeat of a lost answer tells so; that it is
 * over its callbacks say. `already-ended`: there was nothing left to end.
 */
export type CallEnder = {
  endCall(callSid: string, signal?: AbortSignal): Promise<'ended' | 'already-ended'>;
  /** Ends a conference and with it the calls that are in it. */
  endConference(conferenceSid: string, signal?: AbortSignal): Promise<'ended' | 'already-ended'>;
};

const NOT_IN_PROGRESS = 21220;
const END = { Status: 'completed' };

/** Ends live calls and conferences of an account. Twilio is asked until it answers: ending twice is harmless. */
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

/** With an attempt before that Twilio may have heard, it was most likely that one. */
const outcomeOf = ({ cause }: TwilioRequestError) => (cause === undefined ? 'already-ended' : 'ended');
