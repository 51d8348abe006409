import {
  accessSql,
  PERMISSIONS,
  POLICY,
  ROLES,
  rowsOf,
  scopeOf,
  TABLES,
  type Permission,
  type Role,
  type Scope,
} from '@trunkline/access';
import { BOARD_PATH } from '../../../apps/api/src/queues/queue-board.ts';
import type { Route } from '../../../apps/api/src/http/route.ts';
import type { Proof } from './open-proof.ts';
import { answersTo, casesOf, isReading, nameOf, outcomeOf, type Case, type Supply } from './run-parity.ts';
import { BEHIND_OTHERS, GUARDED_TWICE } from './exceptions.ts';
import { shapeOf, type Answer } from './send-request.ts';

/** A guard of the API that allows more than the policy table; `weaken` returns a function that restores it. */
export type GuardMutant = { name: string; roles: readonly Role[]; routes: readonly Route[]; weaken: () => () => void };

/** Gives every role every permission, weakens every endpoint's permission, and opens all rows of every table. */
export function guardMutants({ routes: { guard: routes } }: Proof): GuardMutant[] {
  return [...rolesAdded(routes), ...weakerRoutes(routes), ...rowsOpened(routes)];
}

/** The control, which weakens nothing and so must survive. */
export const controlMutant = ({ routes: { guard: routes } }: Proof): GuardMutant => ({
  name: 'nothing',
  roles: ['reader', 'client'],
  routes,
  weaken: () => () => {},
});

function rolesAdded(routes: readonly Route[]): GuardMutant[] {
  return PERMISSIONS.flatMap((permission) =>
    ROLES.filter((role) => scopeOf(role, permission) === undefined && mayReach(role, permission)).map((role) => ({
      name: `${permission} given to ${role}`,
      roles: [role],
      routes: routesOf(routes, permission),
      weaken: () => give(permission, role, 'all'),
    })),
  );
}

/** Permissions that are asked for after another one: alone they open nothing. */
const ASKED_AFTER: Partial<Record<Permission, Permission>> = {
  'users.manage-superadmins': 'users.manage',
  'keys.manage-superadmins': 'keys.manage',
  'views.manage': 'views.share', // it changes views that are shared, which only those see who share them
};

function mayReach(role: Role, permission: Permission): boolean {
  const first = ASKED_AFTER[permission];
  return first === undefined || scopeOf(role, first) !== undefined;
}

/** The endpoints that require the permission; where none does, all endpoints of its resource. */
function routesOf(routes: readonly Route[], permission: Permission): Route[] {
  const requiring = routes.filter((route) => route.permission === permission);
  if (requiring.length > 0) return requiring;
  const [resource] = permission.split('.');
  return routes.filter((route) => route.permission.startsWith(`${resource}.`));
}

function give(permission: Permission, role: Role, scope: Scope): () => void {
  const [resource, action] = permission.split('.') as [keyof typeof POLICY, string];
  const actions = POLICY[resource] as Record<string, Partial<Record<Role, Scope>>>;
  const before = actions[action]!;
  actions[action] = { ...before, [role]: scope };
  return () => void (actions[action] = before);
}

/** Every role has it. */
const WEAKEST: Permission = 'account.read';

function weakerRoutes(routes: readonly Route[]): GuardMutant[] {
  return routes.flatMap((route) => {
    const { permission } = route;
    if (permission === 'public' || GUARDED_TWICE[nameOf(route)]) return [];
    if (route.path === BOARD_PATH) return []; // the board checks its permission by itself
    const kept = ROLES.filter((role) => scopeOf(role, permission) === undefined);
    if (kept.length === 0) return [];
    const weaken = () => {
      route.permission = WEAKEST;
      return () => void (route.permission = permission);
    };
    return [{ name: `${nameOf(route)} for every role`, roles: kept.slice(-1), routes: [route], weaken }];
  });
}

const SCOPED_ROLES = ['reader', 'client'] as const;

function rowsOpened(routes: readonly Route[]): GuardMutant[] {
  return Object.entries(TABLES).flatMap(([table, { rows = {} }]) =>
    Object.keys(rows).flatMap((key) => {
      const scope = key as Exclude<Scope, 'all'>;
      const weaken = () => {
        const before = rows[scope]!;
        rows[scope] = () => 'true';
        return () => void (rows[scope] = before);
      };
      const roles = SCOPED_ROLES.filter((role) => changesReading(role, table, weaken));
      if (roles.length === 0 || BEHIND_OTHERS[table]) return [];
      return [{ name: `all rows of ${table} for ${scope}`, roles, routes: routes.filter(isReading), weaken }];
    }),
  );
}

/** Guards apply only the conditions of reading; the database alone applies those of writing. */
function changesReading(role: Role, table: string, weaken: () => () => void): boolean {
  const before = rowsOf(role, table, 'select');
  const restore = weaken();
  const after = rowsOf(role, table, 'select');
  restore();
  return before !== after;
}

/** The answers with guards and row-level security, by case. */
export type Baseline = ReadonlyMap<string, readonly Answer[]>;
export const keyOf = ({ role, route, whose }: Case): string => `${role} ${nameOf(route)} ${whose}`;

type Comparison = { which: (route: Route) => boolean; baseline: Baseline; use: Supply['use'] };

/** The mutants that change no answer of an API without row-level security. */
export async function findSurvivingGuards(
  proof: Proof,
  mutants: readonly GuardMutant[],
  comparison: Comparison,
): Promise<GuardMutant[]> {
  const survivors: GuardMutant[] = [];
  for (const mutant of mutants) {
    const restore = mutant.weaken();
    if (!(await changesAnAnswer(proof, mutant, comparison))) survivors.push(mutant);
    restore();
  }
  return survivors;
}

async function changesAnAnswer(
  proof: Proof,
  { routes, roles }: GuardMutant,
  { which, baseline, use }: Comparison,
): Promise<boolean> {
  for (const asked of casesOf(routes.filter(which), roles)) {
    const both = [...baseline.get(keyOf(asked))!];
    const guard = await use(asked.whose, (objects) => answersTo(proof, 'guard', asked, objects));
    const view = isReading(asked.route) ? ({ content }: Answer) => content : shapeOf;
    if (outcomeOf(asked, { both, guard }, view).differences.length > 0) return true;
  }
  return false;
}

/** Widens every scope of the policy table. Survivors leave the SQL that is made from it unchanged, so the test of the database would not notice. */
export function findSurvivingScopes(columns: ReadonlyMap<string, readonly string[]>): {
  tried: number;
  survivors: string[];
} {
  const made = accessSql(columns);
  const survivors: string[] = [];
  let tried = 0;
  for (const permission of PERMISSIONS)
    for (const role of ROLES) {
      const scope = scopeOf(role, permission);
      if (scope === undefined || scope === 'all' || hasAllRows(role, permission)) continue;
      tried += 1;
      const restore = give(permission, role, 'all');
      if (accessSql(columns) === made) survivors.push(`${permission} of ${role}: all rows`);
      restore();
    }
  return { tried, survivors };
}

/** True where other permissions give the role all rows of everything that this permission is for. */
function hasAllRows(role: Role, permission: Permission): boolean {
  const uses = Object.entries(TABLES).flatMap(([table, { uses: all }]) =>
    all.filter(({ by }) => by === permission).map(({ command }) => rowsOf(role, table, command)),
  );
  return uses.length > 0 && uses.every((rows) => rows === 'true');
}
