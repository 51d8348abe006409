import type { CallbackToStore } from '@trunkline/db/inbox';
import type { Logger } from '@trunkline/service';
import { UUID, type Fields } from '@trunkline/telephony/callbacks';
import { interviewIdOf, nextStep, parseInterviewRequest } from '@trunkline/telephony/interviews';
import { interviewApologyTwiml, interviewTwiml, type InterviewScript } from '@trunkline/twilio/twiml';
import { LRUCache } from 'lru-cache';
import { createInterviewFaults } from './interview-faults.ts';

type Parts = { findScript: (id: string) => Promise<InterviewScript | undefined>; baseUrl: string; log: Logger };

const MAX_CACHED = 2000;

/**
 * Gives the document that goes on with an interview; an apology where it is unknown or cannot be looked up. The signed
 * URL and the script, which never changes, decide it: so an interview that has begun here goes on while Postgres is
 * unavailable, and a request that comes again gets the same answer.
 */
export function createInterviewReplies({ findScript, baseUrl, log }: Parts, maxCached = MAX_CACHED) {
  // A look-up is shared by all who wait for it, also where its place in the cache is needed before it ends.
  const scripts = new LRUCache<string, InterviewScript>({
    max: maxCached,
    fetchMethod: (id) => findScript(id),
    ignoreFetchAbort: true,
  });

  const twiml = async ({
    callbackKind,
    payload,
    query,
  }: Pick<CallbackToStore, 'callbackKind' | 'payload' | 'query'>): Promise<string> => {
    const id = interviewIdOf(query);
    if (id === undefined || !UUID.test(id)) return interviewApologyTwiml();
    try {
      const script = await scripts.fetch(id.toLowerCase());
      if (!script) log.warn({ interview_id: id }, 'a call names an interview that does not exist');
      if (!script) return interviewApologyTwiml();
      const request = parseInterviewRequest(callbackKind, payload as Fields, query as Fields);
      return interviewTwiml(nextStep(request, script), script, baseUrl);
    } catch (error) {
      log.error({ err: error, interview_id: id }, 'an interview could not go on; its caller heard an apology');
      return interviewApologyTwiml();
    }
  };
  const hasInterview = async (id: string): Promise<boolean> => (await scripts.fetch(id.toLowerCase())) !== undefined;
  return { twiml, findFault: createInterviewFaults(hasInterview) };
}
