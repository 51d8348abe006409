import { ROLES } from '@trunkline/access';
import { nameOf, OBJECTS, type Outcome } from './run-parity.ts';

/** Prints the status of each endpoint for each role, about own, others' and absent objects; `200*` where it depends on the object. */
export function printAnswers(outcomes: readonly Outcome[]): void {
  const names = [...new Set(outcomes.map(({ route }) => nameOf(route)))];
  console.log(['endpoint'.padEnd(WIDTH), ...ROLES.map((role) => role.padEnd(CELL))].join(''));
  for (const name of names) {
    const cells = ROLES.map((role) => {
      const of = outcomes.filter((outcome) => outcome.role === role && nameOf(outcome.route) === name);
      const statuses = OBJECTS.flatMap((whose) => of.filter((outcome) => outcome.whose === whose).map(statusOf));
      return statuses.join(' ').padEnd(CELL);
    });
    console.log([name.padEnd(WIDTH), ...cells].join(''));
  }
}

const [WIDTH, CELL] = [46, 16];

function statusOf({ answers }: Outcome): string {
  const statuses = [...new Set(answers.map(({ status }) => status))].toSorted((a, b) => a - b);
  return `${statuses[0]}${statuses.length > 1 ? '*' : ''}`;
}
