import type { CallbackToStore } from '@trunkline/db/inbox';
import type { ProblemDetails } from '@trunkline/service';
import { UUID } from '@trunkline/telephony/callbacks';

type InterviewCallback = Pick<CallbackToStore, 'callbackKind' | 'rawTarget' | 'processingStatus' | 'error'>;
export type FindInterviewFault = (callback: InterviewCallback, needsId: boolean) => Promise<ProblemDetails | null>;

/** Decides which error a webhook of an interview gets where no caller waits. The callback is stored in any case. */
export const createInterviewFaults =
  (hasInterview: (id: string) => Promise<boolean>): FindInterviewFault =>
  async (callback, needsId) => {
    if (callback.callbackKind === 'other' || callback.processingStatus === 'quarantined')
      return missing(callback.error ?? 'CallSid and CallStatus, or RecordingSid and RecordingStatus, are needed');
    // As received: `query` has no malformed id.
    const id = new URLSearchParams(callback.rawTarget.split('?')[1]).get('interview_id');
    if (id === null || id === '') return needsId ? missing('interview_id is missing in the URL') : null;
    const isKnown = UUID.test(id) && (await hasInterview(id).catch(() => true)); // not known to be unknown
    return isKnown ? null : UNKNOWN;
  };

const missing = (fault: string): ProblemDetails => ({
  status: 400,
  title: 'Missing or invalid parameters',
  detail: `${fault}. The request was stored.`,
});

const UNKNOWN: ProblemDetails = {
  status: 404,
  title: 'No such interview',
  detail: 'interview_id names no interview. The request was stored.',
};
