import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { withOverrides } from '../connection-overrides.ts';
import { interviewPrompts } from './prompts/interview-prompts.ts';

/** Who speaks; the voice of the language where none is named. */
type Speaker = { language: string; voice?: string | undefined };

/** One asking of the question; the URLs without fragments. */
export type ConsentQuestion = Speaker & {
  /** 1, or more once an answer was not understood. */
  attempt: number;
  /** Gets the key or what was said: `parseConsentAnswer` reads it. */
  answerUrl: string;
  /** Where the call goes on without any answer. */
  silenceUrl: string;
};

/** The consent in the person's own voice; the URLs without fragments. */
export type ConsentStatement = Speaker & {
  /** Where the call goes on, also where nothing was said. */
  nextUrl: string;
  recordingStatusUrl: string;
};

const ANSWER_SECONDS = 5;
const STATEMENT_SECONDS = 10;

/**
 * Asks whether the call may be recorded. The request with the key or the words, signed and stored like any callback, is
 * the record of the answer: no sound is kept of somebody who has not agreed yet.
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

/** Lets who agreed say so in their own voice: a short recording of its own, kept beside the answer. */
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

/** Thanks who does not agree, and ends the call. */
export function consentRefusedTwiml(speaker: Speaker): string {
  const response = new VoiceResponse();
  response.say(voiceOf(speaker), interviewPrompts(speaker.language).consentRefused);
  response.hangup();
  return response.toString();
}

/** A voice that Twilio adds later is as good as those that the library knows. */
const voiceOf = ({ language, voice }: Speaker) =>
  ({ voice: voice ?? interviewPrompts(language).voice, language }) as never;
