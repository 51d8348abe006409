import { expect, test } from '@jest/globals';
import { RequestError } from '../http/request-error.ts';
import { isLostRace, lostRaceWords } from './lost-race.ts';

const NOW = new Date('2026-11-29T14:00:03Z');
const conflict = (members: object) =>
  new RequestError({
    code: 'invalid_state_transition',
    title: 'T',
    detail: 'The siren is resolved.',
    status: 409,
    ...members,
  });
const ANA = { id: null, name: 'Ana', at: '2026-11-29T14:00:00Z' };

test.each([
  [{ current_state: 'acknowledged', acknowledged_by: ANA, resolved_by: null }, 'Taken by Ana 3 s ago'],
  [{ current_state: 'resolved', acknowledged_by: ANA, resolved_by: { ...ANA, name: 'Bo' } }, 'Resolved by Bo 3 s ago'],
  [{ current_state: 'false_alarm', acknowledged_by: null, resolved_by: ANA }, 'Marked as a false alarm by Ana 3 s ago'],
  [{ current_state: 'acknowledged', acknowledged_by: { ...ANA, name: null } }, 'Taken by another person 3 s ago'],
  [{ current_state: 'active' }, 'It was released meanwhile: it is unanswered again'],
  [{}, 'The siren is resolved.'],
])('%j is %s', (members, words) => expect(lostRaceWords(conflict(members), NOW)).toBe(words));

test('other failures are no lost race', () => {
  expect(isLostRace(conflict({}))).toBe(true);
  expect(isLostRace(new RequestError({ code: 'x', title: 'X', detail: 'X', status: 500 }))).toBe(false);
});
