import { expect, test } from '@jest/globals';
import { parseConsentAnswer } from '@trunkline/telephony/consent';
import { consentQuestionTwiml, consentRefusedTwiml, consentStatementTwiml } from './consent-twiml.ts';
import { INTERVIEW_LANGUAGES, interviewPrompts } from './prompts/interview-prompts.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8"?><Response>';
const SAY = '<Say voice="Polly.Joanna-Neural" language="en-US">';
const OVERRIDES = '#rc=5&amp;rp=all';
const question = {
  language: 'en-US',
  attempt: 1,
  answerUrl: 'https://a.example/consent?attempt=1',
  silenceUrl: 'https://a.example/consent?attempt=1&empty=true',
};

test('the question accepts a key or a word, records nothing, and continues without an answer', () => {
  const { consentQuestion, consentHints } = interviewPrompts('en-US');
  expect(consentQuestionTwiml(question)).toBe(
    `${HEAD}<Gather action="https://a.example/consent?attempt=1${OVERRIDES}" method="POST" input="dtmf speech" numDigits="1" ` +
      `timeout="5" speechTimeout="auto" language="en-US" hints="${consentHints}">${SAY}${consentQuestion}</Say></Gather>` +
      `<Redirect method="POST">https://a.example/consent?attempt=1&amp;empty=true${OVERRIDES}</Redirect></Response>`,
  );
});

test('after an answer that was not understood the question is repeated with an apology', () => {
  const { consentQuestion, consentRepeat } = interviewPrompts('en-US');
  expect(consentQuestionTwiml({ ...question, attempt: 2 })).toContain(
    `${SAY}${consentRepeat}</Say>${SAY}${consentQuestion}</Say></Gather>`,
  );
});

test('after consent the person repeats it after a tone, and the call continues also after silence', () => {
  const statement = {
    language: 'en-US',
    nextUrl: 'https://a.example/next',
    recordingStatusUrl: 'https://a.example/rec',
  };
  expect(consentStatementTwiml(statement)).toBe(
    `${HEAD}${SAY}${interviewPrompts('en-US').consentStatement}</Say><Record action="https://a.example/next${OVERRIDES}" method="POST" ` +
      `maxLength="10" timeout="3" finishOnKey="#" playBeep="true" recordingStatusCallback="https://a.example/rec${OVERRIDES}" ` +
      `recordingStatusCallbackMethod="POST" recordingStatusCallbackEvent="completed absent"/>` +
      `<Redirect method="POST">https://a.example/next${OVERRIDES}</Redirect></Response>`,
  );
});

test.each(INTERVIEW_LANGUAGES)(
  'in %s a person who declines is thanked in that language, and the call ends',
  (language) => {
    const { voice, consentRefused } = interviewPrompts(language);
    expect(consentRefusedTwiml({ language })).toBe(
      `${HEAD}<Say voice="${voice}" language="${language}">${consentRefused}</Say><Hangup/></Response>`,
    );
  },
);

test.each(INTERVIEW_LANGUAGES)('in %s Twilio expects a yes, a no and a yes in other words', (language) => {
  const answers = interviewPrompts(language).consentHints.split(', ');
  expect(answers.map((SpeechResult) => parseConsentAnswer({ SpeechResult }))).toEqual(['given', 'refused', 'given']);
});

test('another voice can be set', () => {
  expect(consentRefusedTwiml({ language: 'de-DE', voice: 'Polly.Daniel' })).toContain(
    '<Say voice="Polly.Daniel" language="de-DE">',
  );
});
