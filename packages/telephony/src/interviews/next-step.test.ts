import { expect, test } from '@jest/globals';
import type { Fields } from '../callbacks/field-values.ts';
import { parseInterviewRequest } from './interview-request.ts';
import { nextStep, type InterviewStep } from './next-step.ts';

const PLAN = { firstQuestion: 1, questionCount: 3 };
const ask = (questionNumber: number, attempt: number, opening: string) => ({
  says: 'question',
  questionNumber,
  attempt,
  opening,
});
const RECORDED = { RecordingSid: 'RE1', RecordingDuration: '9', Digits: '#', CallStatus: 'in-progress' };
const voice = (query: Fields) => parseInterviewRequest('call-inbound', { CallStatus: 'in-progress' }, query);
const action = (fields: Fields, query: Fields) => parseInterviewRequest('record-action', fields, query);
const at = (n: number, attempt = 1, more: Fields = {}) => ({ question_number: `${n}`, attempt: `${attempt}`, ...more });
const empty = { empty: 'true' };

test.each<[string, ReturnType<typeof voice>, unknown]>([
  ['the first question is welcomed', voice(at(1)), ask(1, 1, 'welcome')],
  ['a URL without a question begins the interview', voice({}), ask(1, 1, 'welcome')],
  ['a later one goes on', voice(at(2)), ask(2, 1, 'go-on')],
  ['an answer leads to the next question', action(RECORDED, at(1)), ask(2, 1, 'thanks')],
  ['an answer to a repetition too', action(RECORDED, at(2, 2)), ask(3, 1, 'thanks')],
  ['the last answer ends the interview', action(RECORDED, at(3)), { says: 'completion' }],
  ['silence repeats the question once', voice(at(2, 1, empty)), ask(2, 2, 'repeat')],
  ['silence again goes on', voice(at(2, 2, empty)), ask(3, 1, 'go-on')],
  ['silence at the end ends the interview', voice(at(3, 2, empty)), { says: 'completion' }],
  ['an action without a recording is silence', action({ CallStatus: 'in-progress' }, at(1)), ask(1, 2, 'repeat')],
  ['and so is a recording of no length', action({ ...RECORDED, RecordingDuration: '0' }, at(1)), ask(1, 2, 'repeat')],
  [
    'no answer is heard after the hang-up',
    action({ ...RECORDED, Digits: 'hangup', CallStatus: 'completed' }, at(1)),
    { says: 'nothing' },
  ],
  ['nor one after the end of the call', action({ ...RECORDED, CallStatus: 'completed' }, at(1)), { says: 'nothing' }],
  ['a question that is not asked is an error', voice(at(4)), { says: 'error' }],
])('%s', (_name, request, step) => expect(nextStep(request, PLAN)).toEqual(step));

test('a resumed interview begins where it broke off, and says so', () => {
  const plan = { firstQuestion: 2, questionCount: 3 };
  expect(nextStep(voice({}), plan)).toEqual(ask(2, 1, 'welcome-back'));
  expect(nextStep(action(RECORDED, at(2)), plan)).toEqual(ask(3, 1, 'thanks'));
});

test('with any answers, an interview of n questions ends after at most 2n documents', () => {
  for (let answers = 0; answers < 64; answers++) {
    let step: InterviewStep = nextStep(voice(at(1)), PLAN);
    let documents = 1;
    for (; step.says === 'question'; documents++) {
      const { questionNumber: n, attempt } = step;
      const isSilent = (answers >> documents) % 2 === 0;
      step = nextStep(isSilent ? voice(at(n, attempt, empty)) : action(RECORDED, at(n, attempt)), PLAN);
    }
    expect(step.says).toBe('completion');
    expect(documents).toBeLessThanOrEqual(7);
  }
});
