import { expect, test } from '@jest/globals';
import { nextSirenState, OPEN_SIREN_STATUSES, SIREN_ACTIONS, SIREN_STATUSES, sirenTransition } from './siren.ts';

test.each([
  ['active', { acknowledge: 'acknowledged', false_alarm: 'false_alarm' }],
  ['acknowledged', { release: 'active', resolve: 'resolved', false_alarm: 'false_alarm' }],
  ['resolved', {}],
  ['false_alarm', {}],
] as const)('from %s exactly these actions lead on: %j', (current, steps: Record<string, string>) => {
  for (const action of SIREN_ACTIONS) {
    const status = steps[action];
    expect(nextSirenState(current, action)).toEqual(status ? { status } : { allowed: Object.keys(steps) });
  }
});

test('a siren is open exactly as long as an action is possible', () => {
  const isPossible = (status: (typeof SIREN_STATUSES)[number]) =>
    SIREN_ACTIONS.some((action) => 'status' in nextSirenState(status, action));
  expect(SIREN_STATUSES.filter(isPossible)).toEqual(OPEN_SIREN_STATUSES);
});

test('an action leads to one state, from exactly the states in which it is possible', () => {
  for (const action of SIREN_ACTIONS) {
    const { from, to } = sirenTransition(action);
    const steps = SIREN_STATUSES.map((status) => nextSirenState(status, action));
    expect(steps.map((step) => ('status' in step ? step.status : null))).toEqual(
      SIREN_STATUSES.map((status) => (from.includes(status) ? to : null)),
    );
  }
});
