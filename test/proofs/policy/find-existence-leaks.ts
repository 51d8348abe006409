import { scopeOf } from '@trunkline/access';
import { nameOf, type Outcome } from './run-parity.ts';

/** Answers about a hidden object that differ from those about an absent one, in any byte but the request's own id and path. */
export function findExistenceLeaks(outcomes: readonly Outcome[]): { compared: number; leaks: string[] } {
  const leaks: string[] = [];
  let compared = 0;
  for (const hidden of outcomes.filter(isHiding)) {
    const absent = outcomes.find(
      ({ role, route, whose }) => role === hidden.role && route === hidden.route && whose === 'absent',
    )!;
    for (const [n, answer] of hidden.answers.entries()) {
      if (answer.status !== 404) continue;
      compared += 1;
      const expected = absent.answers[n]!.content;
      if (answer.content !== expected)
        leaks.push(`${hidden.role} ${nameOf(hidden.route)} #${n}: ${answer.content}, but ${expected}`);
    }
  }
  return { compared, leaks };
}

/** A role that sees all rows may learn what is wrong with one: nothing is hidden from it. */
const isHiding = ({ role, route: { permission }, whose }: Outcome): boolean =>
  whose === 'other' && permission !== 'public' && scopeOf(role, permission) !== 'all';
