import type { Role } from './roles.ts';

/**
 * Which rows: `all`; `assigned` of orders that the reader was given, `own` of orders that the client made; `self` of
 * the actor alone.
 */
export type Scope = 'all' | 'assigned' | 'own' | 'self';
/** The roles that are permitted, each with its rows; an absent role is not. */
export type Grant = Partial<Record<Role, Scope>>;

const SUPERADMIN: Grant = { superadmin: 'all' };
const ADMINS: Grant = { superadmin: 'all', admin: 'all' };
const STAFF: Grant = { superadmin: 'all', admin: 'all', monitor: 'all' };
const PARTIES: Grant = { ...STAFF, reader: 'assigned', client: 'own' };
const ALL_ROLES: Grant = { superadmin: 'self', admin: 'self', monitor: 'self', reader: 'self', client: 'self' };

/**
 * The one policy: role × resource × action × rows. The API's guards, the database's policies (`policy-sql.ts`) and the
 * page in docs/ are made from it; `tables.ts` says which columns and statements each action stands for.
 */
export const POLICY = {
  calls: {
    read: PARTIES,
    schedule: PARTIES,
    start: PARTIES,
    drop: PARTIES,
    record: { ...STAFF, reader: 'assigned' },
    'set-status': STAFF,
    approve: ADMINS,
  },
  recordings: { read: PARTIES, list: STAFF },
  conversations: { read: PARTIES },
  sirens: { read: { ...STAFF, reader: 'self', client: 'self' }, raise: PARTIES, answer: STAFF },
  orders: { read: PARTIES, manage: ADMINS },
  events: { read: PARTIES, measure: STAFF },
  'call-log': { read: STAFF },
  inbox: { read: STAFF, replay: ADMINS, decide: ADMINS, test: ADMINS },
  operations: { read: STAFF, manage: ADMINS },
  doctor: { read: STAFF, run: ADMINS },
  reconciliation: { read: STAFF, sync: ADMINS, decide: ADMINS },
  interviews: { read: STAFF, manage: ADMINS },
  campaigns: { read: STAFF, manage: ADMINS },
  processes: { read: STAFF },
  metrics: { read: STAFF },
  queues: { read: STAFF, manage: SUPERADMIN },
  webhooks: { manage: ADMINS },
  users: { read: STAFF, manage: ADMINS, 'manage-superadmins': SUPERADMIN },
  keys: { manage: ADMINS, 'manage-superadmins': SUPERADMIN },
  account: { read: ALL_ROLES, change: ALL_ROLES },
  views: { use: ALL_ROLES, share: STAFF, manage: ADMINS },
  audit: { read: ADMINS },
  configuration: { read: STAFF, connect: ADMINS },
} as const satisfies Record<string, Record<string, Grant>>;

export type Resource = keyof typeof POLICY;
/** `calls.read`: a resource and an action on it. */
export type Permission = { [R in Resource]: `${R}.${Extract<keyof (typeof POLICY)[R], string>}` }[Resource];

/** The roles with this permission. */
export function grantOf(permission: Permission): Grant {
  const [resource, action] = permission.split('.') as [Resource, string];
  return (POLICY[resource] as Record<string, Grant>)[action]!;
}

/** The rows for which a role has this permission; undefined for none. */
export const scopeOf = (role: Role, permission: Permission): Scope | undefined => grantOf(permission)[role];

/** Every permission, in the order of the table. */
export const PERMISSIONS = Object.entries(POLICY).flatMap(([resource, actions]) =>
  Object.keys(actions).map((action) => `${resource}.${action}` as Permission),
);
