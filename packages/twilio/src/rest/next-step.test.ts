import { expect, test } from '@jest/globals';
import { isServerFailure, nextStep, type NextStep, type Outcome } from './next-step.ts';

const sent = (failure: 'deadline' | 'network' | 'aborted'): Outcome => ({ failure, wasSent: true });
const unsent = (failure: 'deadline' | 'network' | 'aborted'): Outcome => ({ failure, wasSent: false });

const table: [Outcome, repeatable: NextStep, other: NextStep, isServerFailure: boolean][] = [
  [{ status: 200 }, 'return', 'return', false],
  [{ status: 201 }, 'return', 'return', false],
  [{ status: 307 }, 'refuse', 'refuse', false],
  [{ status: 400 }, 'refuse', 'refuse', false],
  [{ status: 401 }, 'refuse', 'refuse', false],
  [{ status: 404 }, 'refuse', 'refuse', false],
  [{ status: 408 }, 'repeat', 'unknown', false],
  [{ status: 429 }, 'repeat', 'repeat', false],
  [{ status: 500 }, 'repeat', 'unknown', true],
  [{ status: 503 }, 'repeat', 'unknown', true],
  [sent('deadline'), 'repeat', 'unknown', true],
  [sent('network'), 'repeat', 'unknown', true],
  [sent('aborted'), 'give-up', 'unknown', false],
  [unsent('deadline'), 'repeat', 'repeat', true],
  [unsent('network'), 'repeat', 'repeat', true],
  [unsent('aborted'), 'give-up', 'give-up', false],
];

test.each(table)(
  'after %j a GET goes on with %s, a POST that creates with %s',
  (outcome, repeatable, other, failure) => {
    expect(nextStep(true, outcome)).toBe(repeatable);
    expect(nextStep(false, outcome)).toBe(other);
    expect(isServerFailure(outcome)).toBe(failure);
  },
);
