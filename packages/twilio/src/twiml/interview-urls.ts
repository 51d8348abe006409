import { callbackUrl, withOverrides } from '../callback-url.ts';

/** The attempt at a question that a URL names. */
type Attempt = { interviewId: string; questionNumber: number; attempt: number };

/** The URLs of an interview that Twilio requests. They are signed, and hold all that an answer depends on. */
export function interviewUrls(baseUrl: string) {
  const about = (path: string, { interviewId, questionNumber, attempt }: Attempt, empty?: string): string =>
    callbackUrl(baseUrl, path, { interview_id: interviewId, question_number: questionNumber, attempt, empty });
  return {
    /** For the call's intent, without overrides: the dialer adds them. */
    voice: (attempt: Attempt) => about('/api/interviews/voice', attempt),
    status: (interviewId: string, intentId: string) =>
      callbackUrl(baseUrl, '/api/webhooks/call-status/', { interview_id: interviewId, intent_id: intentId }),
    /** For a document, with overrides. */
    answer: (attempt: Attempt) => withOverrides(about('/api/webhooks/record-response/', attempt)),
    recordingStatus: (attempt: Attempt) => withOverrides(about('/api/webhooks/recording-status/', attempt)),
    /** Where the call continues when nothing was recorded. */
    silence: (attempt: Attempt) => withOverrides(about('/api/interviews/voice', attempt, 'true')),
  };
}
