import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { withOverrides } from '../callback-url.ts';
import { interviewPrompts } from './prompts/interview-prompts.ts';

/** The voice; the language's default where none is named. */
type Speaker = { language: string; voice?: string | undefined };

/** One attempt at the question; the URLs are without fragments. */
export type ConsentQuestion = Speaker & {
  /** Counts from 1; grows with each answer that was not understood. */
  attempt: number;
  /** Receives the key or the speech: `parseConsentAnswer` reads it. */
  answerUrl: string;
  /** Where the call continues without an answer. */
  silenceUrl: string;
};

/** The consent in the person's own voice; the URLs are without fragments. */
export type ConsentStatement = Speaker & {
  /** Where the call continues, also after silence. */
  nextUrl: string;
  recordingStatusUrl: string;
};

const ANSWER_SECONDS = 5;
const STATEMENT_SECONDS = 10;

/**
 * Asks whether the call may be recorded. The request with the key or the words, signed and stored as any callback, is the
 * record of the answer: nothing is recorded before consent.
 */
export function consentQuestionTwiml({ attempt, answerUrl, silenceUrl, ...speaker }: ConsentQuestion): string {
  const { consentQuestion, consentRepeat, consentHints } = interviewPrompts(speaker.language);
  const response = new VoiceResponse();
  const gather = response.gather({
    action: withOverrides(answerUrl),
    method: 'POST',
    input: ['dtmf', 'speech'],
    numDigits: 1,
    timeout: ANSWER_SECONDS,
    speechTimeout: 'auto',
    language: speaker.language as never,
    hints: consentHints,
  });
  if (attempt > 1) gather.say(voiceOf(speaker), consentRepeat);
  gather.say(voiceOf(speaker), consentQuestion);
  response.redirect({ method: 'POST' }, withOverrides(silenceUrl));
  return response.toString();
}

/** Records the consent in the person's own voice: a short recording of its own, in addition to the answer. */
export function consentStatementTwiml({ nextUrl, recordingStatusUrl, ...speaker }: ConsentStatement): string {
  const response = new VoiceResponse();
  response.say(voiceOf(speaker), interviewPrompts(speaker.language).consentStatement);
  response.record({
    action: withOverrides(nextUrl),
    method: 'POST',
    maxLength: STATEMENT_SECONDS,
    timeout: 3,
    finishOnKey: '#',
    playBeep: true,
    recordingStatusCallback: withOverrides(recordingStatusUrl),
    recordingStatusCallbackMethod: 'POST',
    recordingStatusCallbackEvent: ['completed', 'absent'],
  });
  response.redirect({ method: 'POST' }, withOverrides(nextUrl));
  return response.toString();
}

/** Thanks a person who declines, and ends the call. */
export function consentRefusedTwiml(speaker: Speaker): string {
  const response = new VoiceResponse();
  response.say(voiceOf(speaker), interviewPrompts(speaker.language).consentRefused);
  response.hangup();
  return response.toString();
}

/** Accepts any voice: Twilio may add voices that the library does not know. */
const voiceOf = ({ language, voice }: Speaker) =>
  ({ voice: voice ?? interviewPrompts(language).voice, language }) as never;
