import type { InterviewPlan, InterviewStep, Opening } from '@trunkline/telephony/interviews';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { interviewUrls } from './interview-urls.ts';
import { interviewPrompts } from './prompts/interview-prompts.ts';
import type { InterviewPrompts } from './prompts/prompts.ts';

/** The texts that are read to a candidate; fixed for the whole interview. */
export type InterviewScript = InterviewPlan & {
  interviewId: string;
  language: string;
  voice: string;
  questions: readonly { text: string; timeLimitSeconds: number }[];
};

const SILENCE_SECONDS = 5;

/** The document of one step: the text, and for a question how the answer is recorded and what follows silence. */
export function interviewTwiml(step: InterviewStep, script: InterviewScript, baseUrl: string): string {
  const response = new VoiceResponse();
  const prompts = interviewPrompts(script.language);
  if (step.says === 'nothing') return response.toString();
  const question = step.says === 'question' ? script.questions[step.questionNumber - 1] : undefined;
  if (step.says !== 'question' || !question) {
    say(response, script, step.says === 'completion' ? prompts.completion : prompts.error);
    response.hangup();
    return response.toString();
  }
  say(response, script, openingText(step.opening, script, prompts));
  say(response, script, question.text);
  record(response, { ...step, interviewId: script.interviewId }, question.timeLimitSeconds, interviewUrls(baseUrl));
  return response.toString();
}

/** The document for an interview that is unknown, or cannot be read now. */
export function interviewApologyTwiml(): string {
  const response = new VoiceResponse();
  response.say(interviewPrompts('en-US').error);
  response.hangup();
  return response.toString();
}

type Attempt = { interviewId: string; questionNumber: number; attempt: number };

/** Twilio continues with the next verb where nothing was recorded, hence the redirect. */
function record(
  response: VoiceResponse,
  attempt: Attempt,
  maxLength: number,
  urls: ReturnType<typeof interviewUrls>,
): void {
  response.record({
    action: urls.answer(attempt),
    method: 'POST',
    maxLength,
    timeout: SILENCE_SECONDS,
    finishOnKey: '#',
    playBeep: true,
    recordingStatusCallback: urls.recordingStatus(attempt),
    recordingStatusCallbackMethod: 'POST',
    recordingStatusCallbackEvent: ['completed', 'absent'],
  });
  response.redirect({ method: 'POST' }, urls.silence(attempt));
}

/** Accepts any voice: Twilio may add voices that the library does not know. */
const say = (response: VoiceResponse, { voice, language }: InterviewScript, text: string): void =>
  void response.say({ voice, language } as never, text);

function openingText(opening: Opening, { firstQuestion, questionCount }: InterviewScript, prompts: InterviewPrompts) {
  switch (opening) {
    case 'welcome':
      return prompts.welcome(questionCount);
    case 'welcome-back':
      return prompts.welcomeBack(firstQuestion, questionCount);
    case 'thanks':
      return prompts.thanks;
    case 'go-on':
      return prompts.goOn;
    case 'repeat':
      return prompts.repeat;
  }
}
