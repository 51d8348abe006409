import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { answerFault } from './answer-fault.ts';
import { route } from '../src/http/route.ts';

const about = {
  operationId: 'getThing',
  method: 'get',
  path: '/things/:id',
  permission: 'public',
  tag: 'Documentation',
  summary: 'Get a thing',
  description: 'Returns a thing.',
  params: { id: z.string() },
} as const;
const answers = { 200: z.object({ id: z.string(), at: z.iso.datetime(), more: z.object({ n: z.int() }).optional() }) };
const thing = route({ ...about, answers }, async () => undefined);
const at = new Date();

test('an answer by its contract has no fault; times are compared as JSON', () => {
  expect(answerFault(thing, 200, { id: '1', at, more: { n: 1 } })).toBeUndefined();
});

test.each([
  [200, { id: 1, at }, 'breaks its contract'],
  [200, { id: '1' }, 'breaks its contract'],
  [200, { id: '1', at, secret: 'x' }, 'more than its contract'],
  [200, { id: '1', at, more: { n: 1, secret: 'x' } }, 'more than its contract'],
  [202, { id: '1', at }, 'does not list this status'],
])('an answer against its contract has a fault: %i %j', (status, answer, fault) => {
  expect(answerFault(thing, status, answer)).toContain(fault);
});

test.each([
  [200, { location: '/things/1' }, 'does not list the header location'],
  [200, { link: '</things>; rel="next"' }, 'does not list the header link'],
])('a header that the contract does not list is a fault: %i %j', (status, headers, fault) => {
  expect(answerFault(thing, status, { id: '1', at }, headers)).toContain(fault);
});

test('a created resource without its Location is a fault, if the contract lists it', () => {
  const created = route({ ...about, sends: ['Location'], answers: { 201: answers[200] } }, async () => undefined);
  expect(answerFault(created, 201, { id: '1', at })).toContain('location is missing');
  expect(answerFault(created, 201, { id: '1', at }, { location: '/things/1' })).toBeUndefined();
});
