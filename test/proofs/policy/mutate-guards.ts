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
import { shapeOf, type Answer } from './ask.ts';

/** A guard of the API that lets in more than the policy table says; `weaken` says how to set it right again. */
export type GuardMutant = { name: string; roles: readonly Role[]; routes: readonly Route[]; weaken: () => () => void };

/** Every role let in where it may not be; every endpoint that asks for less; every table whose rows are all shown. */
export function guardMutants({ routes: { guard: routes } }: Proof): GuardMutant[] {
  return [...rolesAdded(routes), ...weakerRoutes(routes), ...rowsOpened(routes)];
}

/** Weakens nothing: whoever notices it would notice anything. */
export const nothingWeakened = ({ routes: { guard: routes } }: Proof): GuardMutant => ({
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

/** `users.manage-superadmins` is asked for after `users.manage`: alone it opens nothing. */
function mayReach(role: Role, permission: Permission): boolean {
  const [first] = permission.split('-superadmins') as [Permission];
  return first === permission || scopeOf(role, first) !== undefined;
}

/** Those that ask for it; what no endpoint asks for is looked at within those of its resource. */
function routesOf(routes: readonly Route[], permission: Permission): Route[] {
  const asking = routes.filter((route) => route.permission === permission);
  if (asking.length > 0) return asking;
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

/** Everybody may see their own account. */
const WEAKEST: Permission = 'account.read';

function weakerRoutes(routes: readonly Route[]): GuardMutant[] {
  return routes.flatMap((route) => {
    const { permission } = route;
    if (permission === 'public' || route.path === BOARD_PATH) return []; // the board is none of ours: it asks by itself
    const kept = ROLES.filter((role) => scopeOf(role, permission) === undefined);
    if (kept.length === 0) return [];
    const weaken = () => {
      route.permission = WEAKEST;
      return () => void (route.permission = permission);
    };
    return [{ name: `${nameOf(route)} for everybody`, roles: kept.slice(-1), routes: [route], weaken }];
  });
}

const SCOPED_ROLES = ['reader', 'client'] as const;

/** Conditions that stand behind others: what they hide is reached only through what those hide already. */
export const BEHIND_OTHERS: Readonly<Record<string, string>> = {
  call_commands: 'commands are read through their call, of which the reader must see the row',
  stream_events: 'an event is told with the row that it is about, which the reader must see',
  idempotency_keys: 'a key is looked up together with whose it is',
};

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

/** Guards apply what may be read; what may be written to which rows the database alone knows. */
function changesReading(role: Role, table: string, weaken: () => () => void): boolean {
  const before = rowsOf(role, table, 'select');
  const mend = weaken();
  const after = rowsOf(role, table, 'select');
  mend();
  return before !== after;
}

/** What was answered with everything on, by the case. */
export type Baseline = ReadonlyMap<string, readonly Answer[]>;
export const keyOf = ({ role, route, whose }: Case): string => `${role} ${nameOf(route)} ${whose}`;

type Asking = { which: (route: Route) => boolean; baseline: Baseline; use: Supply['use'] };

/** The mutants while which an API without row-level security answers all of these endpoints as ever. */
export async function findSilentGuards(
  proof: Proof,
  mutants: readonly GuardMutant[],
  asking: Asking,
): Promise<GuardMutant[]> {
  const silent: GuardMutant[] = [];
  for (const mutant of mutants) {
    const mend = mutant.weaken();
    if (!(await isAnswered(proof, mutant, asking))) silent.push(mutant);
    mend();
  }
  return silent;
}

async function isAnswered(
  proof: Proof,
  { routes, roles }: GuardMutant,
  { which, baseline, use }: Asking,
): Promise<boolean> {
  for (const asked of casesOf(routes.filter(which), roles)) {
    const both = [...baseline.get(keyOf(asked))!];
    const guard = await use(asked.whose, (objects) => answersTo(proof, 'guard', asked, objects));
    const view = isReading(asked.route) ? ({ told }: Answer) => told : shapeOf;
    if (outcomeOf(asked, { both, guard }, view).differences.length > 0) return true;
  }
  return false;
}

/** Every scope widened in the policy table: what the database is made of would change, which its test compares. */
export function findSilentScopes(columns: ReadonlyMap<string, readonly string[]>): { tried: number; silent: string[] } {
  const made = accessSql(columns);
  const silent: string[] = [];
  let tried = 0;
  for (const permission of PERMISSIONS)
    for (const role of ROLES) {
      const scope = scopeOf(role, permission);
      if (scope === undefined || scope === 'all' || hasAllRows(role, permission)) continue;
      tried += 1;
      const mend = give(permission, role, 'all');
      if (accessSql(columns) === made) silent.push(`${permission} of ${role}: all rows`);
      mend();
    }
  return { tried, silent };
}

/** True for a role that may do by another permission, to all rows, whatever this one is for. */
function hasAllRows(role: Role, permission: Permission): boolean {
  const uses = Object.entries(TABLES).flatMap(([table, { uses: all }]) =>
    all.filter(({ by }) => by === permission).map(({ command }) => rowsOf(role, table, command)),
  );
  return uses.length > 0 && uses.every((rows) => rows === 'true');
}
