import type { CallbackToStore } from '@trunkline/db/inbox';
import type { Logger } from '@trunkline/service';
import type { FactKind, Fields } from '@trunkline/telephony/callbacks';
import { interviewIdOf, nextStep, readInterviewRequest } from '@trunkline/telephony/interviews';
import { interviewApologyTwiml, interviewTwiml, type InterviewScript } from '@trunkline/twilio/twiml';
import { rememberRecent } from './cache-lookup.ts';

type Parts = { findScript: (id: string) => Promise<InterviewScript | undefined>; baseUrl: string; log: Logger };

export type InterviewAnswers = {
  /** The document that goes on with the interview; an apology where it is unknown or cannot be looked up. */
  twimlFor(callback: Pick<CallbackToStore, 'eventType' | 'payload' | 'query'>): Promise<string>;
};

const REMEMBERED = 2000;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Answers the calls of interviews by what the signed URL says and the script, which never changes: so an interview that
 * has begun here goes on while Postgres is away, and a request that comes again gets the same answer.
 */
export function openInterviewAnswers({ findScript, baseUrl, log }: Parts): InterviewAnswers {
  const scriptOf = rememberRecent(findScript, REMEMBERED);
  return {
    async twimlFor({ eventType, payload, query }) {
      const id = interviewIdOf(query);
      if (id === undefined || !UUID.test(id)) return interviewApologyTwiml();
      try {
        const script = await scriptOf(id.toLowerCase());
        if (!script) log.warn({ interview_id: id }, 'a call of an interview that nobody created');
        if (!script) return interviewApologyTwiml();
        const request = readInterviewRequest(eventType as FactKind, payload as Fields, query as Fields);
        return interviewTwiml(nextStep(request, script), script, baseUrl);
      } catch (error) {
        log.error({ err: error, interview_id: id }, 'an interview could not go on; its caller heard an apology');
        return interviewApologyTwiml();
      }
    },
  };
}
