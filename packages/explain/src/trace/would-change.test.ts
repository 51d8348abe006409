import { expect, test } from '@jest/globals';
import { foldCall } from '@trunkline/telephony/calls';
import fc from 'fast-check';
import { CALL_SID, factsOfACall } from '../../../../test/support/db/facts.ts';
import { wouldChange } from './would-change.ts';

const owned = new Set(['+16175006181']);
const about = { inboxId: 'waiting', owned };

test('a change is that of the call as it is folded with the callback and without it', () => {
  fc.assert(
    fc.property(factsOfACall, ([waiting, ...applied]) => {
      const rows = applied.map((fact, n) => ({ inboxId: `${n}`, fact, verdict: 'applied' as const }));
      const changes = wouldChange(CALL_SID, [...rows, { inboxId: 'waiting', fact: waiting!, verdict: null }], about);
      const status = applied.length === 0 ? null : foldCall(CALL_SID, applied, owned).status;
      const then = foldCall(CALL_SID, [...applied, waiting!], owned).status;
      const expected = status === then ? [] : [{ field: 'status', before: status, after: then }];
      expect(changes!.filter(({ field }) => field === 'status')).toEqual(expected);
    }),
  );
});

test('what is applied already changes nothing', () => {
  fc.assert(
    fc.property(factsOfACall, (facts) => {
      const rows = facts.map((fact, n) => ({ inboxId: `${n}`, fact, verdict: 'applied' as const }));
      const copy = { inboxId: 'waiting', fact: facts[0]!, verdict: null };
      expect(wouldChange(CALL_SID, [...rows, copy], about)).toEqual([]);
    }),
  );
});

test('a callback that cannot be read changes nothing that could be said', () => {
  expect(wouldChange(CALL_SID, [{ inboxId: 'waiting', fact: null, verdict: null }], about)).toBeNull();
  expect(wouldChange(CALL_SID, [], about)).toBeNull();
});
