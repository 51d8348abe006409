import { expect, test } from '@jest/globals';
import { isOpenSiren, nextSirenState, SIREN_ACTIONS, SIREN_STATUSES } from './siren.ts';

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

test('a siren is open exactly as long as something can be done about it', () => {
  for (const status of SIREN_STATUSES) {
    const leadsOn = SIREN_ACTIONS.some((action) => 'status' in nextSirenState(status, action));
    expect(isOpenSiren(status)).toBe(leadsOn);
  }
});
