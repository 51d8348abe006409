/** Who somebody is to us, from the one who may do most. Each is a role of the database as well. */
export const ROLES = ['superadmin', 'admin', 'monitor', 'reader', 'client'] as const;
export type Role = (typeof ROLES)[number];

/** Somebody who asks: `id` is a profile's UUID, null for the operator of this machine, who has none. */
export type Actor = { id: string | null; role: Role };

/** The database role that stands for this role. */
export const databaseRole = (role: Role): string => `app_${role}`;
