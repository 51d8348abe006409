import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ConsentSaid } from './consent-step.ts';
import type { Fact } from '../facts/fact.ts';
import { foldConsent } from './fold-consent.ts';

const fact = (second: number, consent?: ConsentSaid) =>
  ({ observedAt: `2026-02-12T11:48:0${second}.000Z`, ...(consent && { consent }) }) as Fact;

test.each([
  ['it was not asked for', [fact(1)], false, null],
  ['asked', [fact(1), fact(2, 'asked')], false, ['asked', 2]],
  ['asked, and hung up', [fact(2, 'asked')], true, ['unanswered', 2]],
  ['given', [fact(2, 'asked'), fact(3, 'given'), fact(4, 'given')], true, ['given', 3]],
  ['asked twice, then given', [fact(2, 'asked'), fact(3, 'asked'), fact(4, 'given')], false, ['given', 4]],
  ['refused', [fact(2, 'asked'), fact(3, 'refused')], true, ['refused', 3]],
  ['refused and given: no consent', [fact(3, 'given'), fact(4, 'refused')], true, ['refused', 4]],
  ['silent to the end', [fact(2, 'asked'), fact(3, 'unanswered')], false, ['unanswered', 3]],
] as const)('%s', (_, facts, isFinal, expected) => {
  const folded = foldConsent(facts, isFinal);
  expect(folded && [folded.consent, new Date(folded.at).getSeconds()]).toEqual(expected);
});

test('order and copies of facts change nothing', () => {
  const said = fc.constantFrom('asked', 'given', 'refused', 'unanswered', undefined);
  const facts = fc.array(fc.tuple(fc.nat(9), said).map(([second, consent]) => fact(second, consent)));
  const disordered = facts.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })),
  );
  fc.assert(
    fc.property(disordered, fc.boolean(), ([all, mixed], isFinal) => {
      expect(foldConsent(mixed, isFinal)).toEqual(foldConsent(all, isFinal));
    }),
  );
});
