import type { Answer, Received } from './test-receiver.ts';

const questions = [
  'How do you handle an angry customer?',
  'What does teamwork mean to you?',
  'Why should we hire you?',
];

/** Asks three questions, each with a document of its own, as an interview service does. */
export function interview({ path }: Received): Answer {
  const url = new URL(path, 'http://receiver');
  const number = Number(url.searchParams.get('q') ?? 0);
  if (url.pathname === '/voice') return ask(number);
  if (url.pathname === '/answer') return number < questions.length ? ask(number + 1) : '<Response><Hangup/></Response>';
  return 204;
}

function ask(number: number): string {
  if (number > questions.length) return '<Response><Say>Goodbye.</Say><Hangup/></Response>';
  return `<Response><Say>Question ${number}. ${questions[number - 1]}</Say>
    <Record action="/answer?q=${number}#rc=5&amp;rp=all" maxLength="60" timeout="5" finishOnKey="#" playBeep="true"
      recordingStatusCallback="/recording?q=${number}" recordingStatusCallbackEvent="in-progress completed absent"/>
    <Redirect>/voice?q=${number + 1}&amp;empty=true</Redirect></Response>`;
}
