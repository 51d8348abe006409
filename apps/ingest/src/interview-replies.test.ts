import { expect, test } from '@jest/globals';
import { callbackToStore } from '../../../test/support/twilio/callbacks.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { createInterviewReplies } from './interview-replies.ts';

const idOf = (n: number) => `${n}`.padStart(8, '0') + '-0000-4000-8000-000000000000';

/** Interviews whose look-ups are counted; `unavailable` ones cannot be looked up, those that are not named do not exist. */
function openCounted(interviews: Record<string, 'known' | 'unavailable'>, maxCached = 10) {
  const lookups: string[] = [];
  const findScript = async (interviewId: string) => {
    lookups.push(interviewId);
    if (interviews[interviewId] === 'unavailable') throw new Error('Postgres is unavailable');
    if (interviews[interviewId] === undefined) return undefined;
    const questions = [{ text: `Question of ${interviewId}?`, timeLimitSeconds: 60 }];
    return { interviewId, language: 'en-US', voice: 'alice', firstQuestion: 1, questionCount: 1, questions };
  };
  const { twiml } = createInterviewReplies(
    { findScript, baseUrl: 'https://calls.example.com', log: silentLog },
    maxCached,
  );
  const ask = async (id: string): Promise<'question' | 'apology'> => {
    const callback = callbackToStore({}, { callbackKind: 'call-inbound', query: { interview_id: id } });
    return (await twiml(callback)).includes(`Question of ${id}?`) ? 'question' : 'apology';
  };
  return { lookups, ask };
}

const [A, B, C] = [idOf(1), idOf(2), idOf(3)];

test('a script that was found is not looked up again, and callers at the same time share one look-up', async () => {
  const { lookups, ask } = openCounted({ [A]: 'known' });
  expect(await Promise.all([ask(A), ask(A), ask(A)])).toEqual(['question', 'question', 'question']);
  expect([await ask(A), lookups]).toEqual(['question', [A]]);
});

test('a script that was not found, or could not be looked up, is looked up again', async () => {
  const interviews: Parameters<typeof openCounted>[0] = { [B]: 'unavailable' };
  const { lookups, ask } = openCounted(interviews);
  expect([await ask(A), await ask(B)]).toEqual(['apology', 'apology']);
  Object.assign(interviews, { [A]: 'known', [B]: 'known' });
  expect([await ask(A), await ask(B)]).toEqual(['question', 'question']);
  expect(lookups).toEqual([A, B, A, B]);
});

test('of too many scripts the one that was asked for longest ago is dropped first', async () => {
  const { lookups, ask } = openCounted({ [A]: 'known', [B]: 'known', [C]: 'known' }, 2);
  for (const id of [A, B, A, C, A, B]) await ask(id);
  expect(lookups).toEqual([A, B, C, B]);
});

test('more look-ups at the same time than the cache has places are all answered', async () => {
  const { ask } = openCounted({ [A]: 'known', [B]: 'known', [C]: 'known' }, 1);
  expect(await Promise.all([ask(A), ask(B), ask(C)])).toEqual(['question', 'question', 'question']);
});
