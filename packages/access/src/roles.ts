/** Roles, from the one with the most rights. Each is a role of the database as well. */
export const ROLES = ['superadmin', 'admin', 'monitor', 'reader', 'client'] as const;
export type Role = (typeof ROLES)[number];

/** Who makes a request: `id` is a profile's UUID, null for this machine's operator, who has none. */
export type Actor = { id: string | null; role: Role };

/** The database role that stands for this role. */
export const databaseRole = (role: Role): string => `app_${role}`;
