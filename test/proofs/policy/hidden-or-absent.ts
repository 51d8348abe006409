import { scopeOf } from '@trunkline/access';
import type { Outcome } from './run-parity.ts';
import { nameOf } from './run-parity.ts';

/** Where what is hidden is answered otherwise than what there is not, to the byte: but for the request's own id and path. */
export function findTellingAnswers(outcomes: readonly Outcome[]): { compared: number; telling: string[] } {
  const telling: string[] = [];
  let compared = 0;
  for (const hidden of outcomes.filter(isHiding)) {
    const absent = outcomes.find(
      ({ role, route, whose }) => role === hidden.role && route === hidden.route && whose === 'absent',
    )!;
    for (const [n, answer] of hidden.answers.entries()) {
      if (answer.status !== 404) continue;
      compared += 1;
      if (answer.told !== absent.answers[n]!.told)
        telling.push(`${hidden.role} ${nameOf(hidden.route)} #${n}: ${answer.told}, but ${absent.answers[n]!.told}`);
    }
  }
  return { compared, telling };
}

/** Whoever sees all rows is told what is the matter with one; nothing is hidden there. */
const isHiding = ({ role, route: { permission }, whose }: Outcome): boolean =>
  whose === 'other' && permission !== 'public' && scopeOf(role, permission) !== 'all';
