import { ROLES, type Role } from '@trunkline/access';
import type { Route } from '../../../apps/api/src/http/route.ts';
import { GUARD_ALONE } from './exceptions.ts';
import { ABSENT, makeObjects, type Objects } from './make-objects.ts';
import { MODES, type Mode, type Proof } from './open-proof.ts';
import { partiesOf } from './people.ts';
import { SAMPLES } from './samples.ts';
import { sendRequest, shapeOf, type Answer } from './send-request.ts';

export const OBJECTS = ['own', 'other', 'absent'] as const;
type Whose = (typeof OBJECTS)[number];
/** The requests of one role to one endpoint about objects of one owner, one per sample. */
export type Case = { role: Role; route: Route; whose: Whose };
/** The answers with guards and row-level security, and the differences without one of the two. */
export type Outcome = Case & { answers: Answer[]; differences: string[]; refusedLater: number };

export const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;

/** Sends every reading request in all modes, about the same objects. */
export async function compareReading(proof: Proof, seed: Seed): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const asked of casesOf(proof.routes.both.filter(isReading)))
    outcomes.push(await compare(proof, asked, seed[asked.whose]));
  return outcomes;
}

/** Sends every changing request in all modes, each about unchanged objects. */
export async function compareChanging(proof: Proof, supply: Supply): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const asked of casesOf(proof.routes.both.filter((route) => !isReading(route))))
    outcomes.push(await compareChanges(proof, asked, supply));
  return outcomes;
}

export const casesOf = (routes: readonly Route[], roles: readonly Role[] = ROLES): Case[] =>
  routes.flatMap((route) => roles.flatMap((role) => objectsOf(route).map((whose) => ({ role, route, whose }))));

export type Seed = Readonly<Record<Whose, Objects>>;

/** Own objects, others' objects, and ids that do not exist. */
export async function makeSeed({ owner, people }: Proof): Promise<Seed> {
  const { own, other } = partiesOf(people);
  return { own: await makeObjects(owner.pool, own), other: await makeObjects(owner.pool, other), absent: ABSENT };
}

export const isReading = ({ method }: Route): boolean => method === 'get';

/** Requests that are about no object are sent once. */
function objectsOf(route: Route): readonly Whose[] {
  const samples = SAMPLES[nameOf(route)];
  if (!samples) throw new Error(`${nameOf(route)} has no sample: add one to test/proofs/policy/samples.ts.`);
  return samples.length === 0 ? ['own'] : OBJECTS;
}

/** The answers to every sample of a case. */
export async function answersTo(proof: Proof, mode: Mode, { role, route }: Case, objects: Objects): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const sample of SAMPLES[nameOf(route)]!(objects, proof.people))
    answers.push(await sendRequest(proof, { mode, role, method: route.method, sample }));
  return answers;
}

const ALL_MODES = Object.keys(MODES) as Mode[];

/** Sends the requests of one case in all modes, about the same objects. */
export async function compare(proof: Proof, asked: Case, objects: Objects): Promise<Outcome> {
  const [both, database, guard] = await Promise.all(ALL_MODES.map((mode) => answersTo(proof, mode, asked, objects)));
  return outcomeOf(asked, { both: both!, database: database!, guard: guard! }, ({ content }) => content);
}

async function compareChanges(proof: Proof, asked: Case, supply: Supply): Promise<Outcome> {
  const answers = {} as Record<Mode, Answer[]>;
  for (const mode of ALL_MODES)
    answers[mode] = await supply.use(asked.whose, (objects) => answersTo(proof, mode, asked, objects));
  return outcomeOf(asked, answers, shapeOf);
}

/** Compares the answers of the weaker modes with those of `both`. */
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
 * Without the guard, a role that may not use an endpoint is still refused, but later: by the table, or because it sees no
 * row. Endpoints that only the guard protects are in `GUARD_ALONE`.
 */
function mayDiffer({ route }: Case, expected: Answer, answer: Answer): boolean {
  if (expected.code !== 'forbidden') return false;
  if (answer.status >= 400 && answer.status < 500) return true;
  return answer.status === 200 && GUARD_ALONE[nameOf(route)] !== undefined && countPeople(answer) <= 1;
}

/** A role that sees one person sees itself. */
const countPeople = ({ content }: Answer): number =>
  new Set(content.match(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g)).size;

const brief = ({ status, code, content }: Answer): string => `${status} ${code ?? ''} (${content.length} characters)`;

export type Supply = { use: (whose: Whose, work: (objects: Objects) => Promise<Answer[]>) => Promise<Answer[]> };

/** Supplies unchanged objects: a set is used until a request succeeds, which may have changed it. */
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
