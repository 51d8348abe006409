import { expect, test } from '@jest/globals';
import { nextStep, type InterviewRequest } from '@trunkline/telephony/interviews';
import { interviewApologyTwiml, interviewTwiml, type InterviewScript } from './interview-twiml.ts';
import { INTERVIEW_LANGUAGES, interviewPrompts } from './prompts/interview-prompts.ts';

const ID = 'a2b1c0de-0000-4000-8000-000000000001';
const SCRIPT: InterviewScript = {
  interviewId: ID,
  language: 'en-US',
  voice: 'Polly.Joanna-Neural',
  firstQuestion: 1,
  questionCount: 2,
  questions: [
    { text: 'Who are you?', timeLimitSeconds: 60 },
    { text: 'Why <us> & not "them"?', timeLimitSeconds: 90 },
  ],
};
const BASE = 'https://calls.example.com';
const answer = (request: Partial<InterviewRequest>, script = SCRIPT) =>
  interviewTwiml(
    nextStep({ questionNumber: 1, attempt: 1, says: 'asked', isOver: false, ...request }, script),
    script,
    BASE,
  );
const SAY = '<Say voice="Polly.Joanna-Neural" language="en-US">';

test('the first document welcomes, asks, records within the time limit, and redirects after silence', () => {
  const about = (n: number, attempt: number, more = '') =>
    `attempt=${attempt}${more}&amp;interview_id=${ID}&amp;question_number=${n}`;
  const overrides = '#rc=5&amp;rp=all';
  expect(answer({})).toBe(
    `<?xml version="1.0" encoding="UTF-8"?><Response>${SAY}${interviewPrompts('en-US').welcome(2)}</Say>${SAY}Who are you?</Say>` +
      `<Record action="${BASE}/api/webhooks/record-response/?${about(1, 1)}${overrides}" method="POST" maxLength="60" timeout="5" finishOnKey="#" playBeep="true" ` +
      `recordingStatusCallback="${BASE}/api/webhooks/recording-status/?${about(1, 1)}${overrides}" recordingStatusCallbackMethod="POST" recordingStatusCallbackEvent="completed absent"/>` +
      `<Redirect method="POST">${BASE}/api/interviews/voice?${about(1, 1, '&amp;empty=true')}${overrides}</Redirect></Response>`,
  );
});

test('a template’s text cannot break out of the document', () => {
  expect(answer({ says: 'answered' })).toContain('Why &lt;us&gt; &amp; not "them"?');
});

test('after the last answer the caller is thanked, and the call ends', () => {
  expect(answer({ questionNumber: 2, says: 'answered' })).toContain(
    `${SAY}${interviewPrompts('en-US').completion}</Say><Hangup/></Response>`,
  );
});

test('after a hang-up the document is empty', () => {
  expect(answer({ says: 'answered', isOver: true })).toMatch(/<Response\/>$/);
});

test('a question that the template does not have ends in an apology, not in silence', () => {
  expect(answer({ questionNumber: 9 })).toContain(interviewPrompts('en-US').error);
  expect(interviewApologyTwiml()).toContain('<Hangup/>');
});

test.each(INTERVIEW_LANGUAGES)('%s has every prompt, and only its own', (language) => {
  const texts = (prompts: ReturnType<typeof interviewPrompts>) =>
    Object.values(prompts).map((prompt) => (typeof prompt === 'function' ? prompt(2, 3) : prompt));
  const own = texts(interviewPrompts(language));
  const others = INTERVIEW_LANGUAGES.filter((other) => other !== language).flatMap((other) =>
    texts(interviewPrompts(other)),
  );
  expect(own.every((text) => text.length > 5)).toBe(true);
  expect(own.filter((text) => others.includes(text))).toEqual([]);
  const script = { ...SCRIPT, language, voice: interviewPrompts(language).voice };
  expect(answer({}, script)).toContain(`language="${language}"`);
});
