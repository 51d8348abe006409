import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { answerFault } from './answer-fault.ts';
import { route } from '../src/http/route.ts';

const about = { method: 'get', path: '/things/:id', permission: 'public', tag: 'Test', summary: 'A thing' } as const;
const answers = { 200: z.object({ id: z.string(), at: z.iso.datetime(), more: z.object({ n: z.int() }).optional() }) };
const thing = route({ ...about, answers }, async () => undefined);
const at = new Date();

test('an answer that keeps its contract has no fault, times as JSON shows them', () => {
  expect(answerFault(thing, 200, { id: '1', at, more: { n: 1 } })).toBeUndefined();
});

test.each([
  [200, { id: 1, at }, 'breaks its contract'],
  [200, { id: '1' }, 'breaks its contract'],
  [200, { id: '1', at, secret: 'x' }, 'more than its contract'],
  [200, { id: '1', at, more: { n: 1, secret: 'x' } }, 'more than its contract'],
  [202, { id: '1', at }, 'knows no such status'],
])('an answer that does not is at fault: %i %j', (status, answer, fault) => {
  expect(answerFault(thing, status, answer)).toContain(fault);
});
