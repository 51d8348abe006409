import { ROLES, type Role } from '@trunkline/access';
import type { Route } from '../../../apps/api/src/http/route.ts';
import { ask, shapeOf, type Answer } from './ask.ts';
import { GUARD_ALONE } from './guard-alone.ts';
import { ABSENT, makeObjects, type Objects } from './make-objects.ts';
import { MODES, type Mode, type Proof } from './open-proof.ts';
import { partiesOf } from './people.ts';
import { SAMPLES } from './samples.ts';

export const OBJECTS = ['own', 'other', 'absent'] as const;
type Whose = (typeof OBJECTS)[number];
/** One role asking one endpoint about somebody's objects, by each of its samples. */
export type Case = { role: Role; route: Route; whose: Whose };
/** What was answered with everything on, and where the answer was another without one of the two. */
export type Outcome = Case & { answers: Answer[]; differences: string[]; refusedLater: number };

export const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;

/** Asks everything that reads three ways, all of the same objects. */
export async function compareReading(proof: Proof, seed: Seed): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const asked of casesOf(proof.routes.both.filter(isReading)))
    outcomes.push(await compare(proof, asked, seed[asked.whose]));
  return outcomes;
}

/** Asks everything that changes something three ways, each of objects that nobody has changed. */
export async function compareChanging(proof: Proof, supply: Supply): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const asked of casesOf(proof.routes.both.filter((route) => !isReading(route))))
    outcomes.push(await compareChanges(proof, asked, supply));
  return outcomes;
}

export const casesOf = (routes: readonly Route[], roles: readonly Role[] = ROLES): Case[] =>
  routes.flatMap((route) => roles.flatMap((role) => objectsOf(route).map((whose) => ({ role, route, whose }))));

export type Seed = Readonly<Record<Whose, Objects>>;

/** Two sets of everything, and what there is none of. */
export async function makeSeed({ owner, people }: Proof): Promise<Seed> {
  const { own, other } = partiesOf(people);
  return { own: await makeObjects(owner.pool, own), other: await makeObjects(owner.pool, other), absent: ABSENT };
}

export const isReading = ({ method }: Route): boolean => method === 'get';

/** What is about no object is asked once. */
function objectsOf(route: Route): readonly Whose[] {
  const samples = SAMPLES[nameOf(route)];
  if (!samples) throw new Error(`${nameOf(route)} has no sample: add one to test/policy/samples.ts.`);
  return samples.length === 0 ? ['own'] : OBJECTS;
}

/** The answers to every sample of a case. */
export async function answersTo(proof: Proof, mode: Mode, { role, route }: Case, objects: Objects): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const sample of SAMPLES[nameOf(route)]!(objects, proof.people))
    answers.push(await ask(proof, { mode, role, method: route.method, sample }));
  return answers;
}

const ALL_MODES = Object.keys(MODES) as Mode[];

/** Asks one thing three ways, of the same objects. */
export async function compare(proof: Proof, asked: Case, objects: Objects): Promise<Outcome> {
  const [both, database, guard] = await Promise.all(ALL_MODES.map((mode) => answersTo(proof, mode, asked, objects)));
  return outcomeOf(asked, { both: both!, database: database!, guard: guard! }, ({ told }) => told);
}

async function compareChanges(proof: Proof, asked: Case, supply: Supply): Promise<Outcome> {
  const answers = {} as Record<Mode, Answer[]>;
  for (const mode of ALL_MODES)
    answers[mode] = await supply.use(asked.whose, (objects) => answersTo(proof, mode, asked, objects));
  return outcomeOf(asked, answers, shapeOf);
}

/** Where an answer without the guard, or without row-level security, is another. */
export function outcomeOf(
  asked: Case,
  { both, ...weaker }: Partial<Record<Mode, Answer[]>> & { both: Answer[] },
  view: (answer: Answer) => string,
): Outcome {
  let refusedLater = 0;
  const differences = Object.entries(weaker).flatMap(([mode, answers]) =>
    answers.flatMap((answer, n) => {
      const expected = both[n]!;
      if (answer.status === expected.status && answer.code === expected.code && view(answer) === view(expected))
        return [];
      if (mode === 'database' && mayDiffer(asked, expected, answer)) {
        refusedLater += answer.status >= 400 ? 1 : 0;
        return [];
      }
      return [
        `${asked.role} ${nameOf(asked.route)} ${asked.whose} #${n}: ${brief(expected)}, by ${mode} alone ${brief(answer)}`,
      ];
    }),
  );
  return { ...asked, answers: both, differences, refusedLater };
}

/**
 * Without the guard, a role that may not use an endpoint at all is refused all the same, if at a later step: by the table, or
 * for want of a row that it may see. Where the guard is alone, the endpoint is in the list of those.
 */
function mayDiffer({ route }: Case, expected: Answer, answer: Answer): boolean {
  if (expected.code !== 'forbidden') return false;
  if (answer.status >= 400 && answer.status < 500) return true;
  return answer.status === 200 && GUARD_ALONE[nameOf(route)] !== undefined && countPeople(answer) <= 1;
}

/** Who may see one person there sees himself. */
const countPeople = ({ told }: Answer): number => new Set(told.match(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g)).size;

const brief = ({ status, code, told }: Answer): string => `${status} ${code ?? ''} (${told.length} characters)`;

export type Supply = { use: (whose: Whose, work: (objects: Objects) => Promise<Answer[]>) => Promise<Answer[]> };

/** Objects that nobody has changed: a set is used until something was done with it. */
export function openSupply({ owner, people }: Proof): Supply {
  const fresh = new Map<Whose, Objects>([['absent', ABSENT]]);
  const parties = partiesOf(people);
  return {
    async use(whose, work) {
      if (!fresh.has(whose)) fresh.set(whose, await makeObjects(owner.pool, parties[whose as 'own' | 'other']));
      const answers = await work(fresh.get(whose)!);
      if (whose !== 'absent' && answers.some(({ status }) => status < 300)) fresh.delete(whose);
      return answers;
    },
  };
}
