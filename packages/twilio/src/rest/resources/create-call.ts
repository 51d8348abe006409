import { CALL_SID } from '@trunkline/telephony/callbacks';
import type Twilio from 'twilio/lib/rest/Twilio.js';
import { z } from 'zod';
import { withOverrides } from '../../callback-url.ts';
import { SubmissionUnknownError } from '../rest-errors.ts';

/** A call to place; the URLs are without fragments. */
export type CallToPlace = {
  to: string;
  from: string;
  /** Where Twilio fetches the TwiML. */
  voiceUrl: string;
  /** Where Twilio sends all four of the call's events. */
  statusUrl: string;
  ringTimeoutSec: number;
  timeLimitSec: number;
};

export type CallPlacer = {
  /**
   * Places a call and returns its SID. Throws `SubmissionUnknownError` where the call may ring nevertheless; after any other
   * error of `rest-errors.ts` it was not placed.
   */
  createCall(call: CallToPlace, signal?: AbortSignal): Promise<string>;
};

const EVENTS = ['initiated', 'ringing', 'answered', 'completed'];

/** Places calls of an account, through the official client. */
export function openCallPlacer(accountSid: string, client: (signal?: AbortSignal) => Twilio): CallPlacer {
  const uri = `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Calls.json`;
  return {
    createCall: async ({ to, from, voiceUrl, statusUrl, ringTimeoutSec, timeLimitSec }, signal) => {
      const data = {
        To: to,
        From: from,
        Url: withOverrides(voiceUrl),
        Method: 'POST',
        StatusCallback: withOverrides(statusUrl),
        StatusCallbackEvent: EVENTS,
        StatusCallbackMethod: 'POST',
        Timeout: ringTimeoutSec,
        TimeLimit: timeLimitSec,
      };
      const { body } = await client(signal).request({ method: 'post', uri, data });
      return sidOf(body, `/2010-04-01/Accounts/${accountSid}/Calls.json`);
    },
  };
}

const placed = z.object({ sid: z.string().regex(CALL_SID) });

/** A success without a SID: the call may have been placed. */
function sidOf(body: unknown, path: string): string {
  const read = placed.safeParse(body);
  if (read.success) return read.data.sid;
  throw new SubmissionUnknownError({ method: 'POST', path }, new Error('the answer names no call'));
}
