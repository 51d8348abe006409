import { PERMISSIONS, type Permission } from './policy.ts';

/** Limits a key to a part of its role's permissions: `*`, `calls:*` or `calls:read`. */
export type KeyScope = string;

/** Every scope there is. */
export const KEY_SCOPES: ReadonlySet<KeyScope> = new Set([
  '*',
  ...PERMISSIONS.flatMap((permission) => {
    const [resource, action] = permission.split('.');
    return [`${resource}:*`, `${resource}:${action}`];
  }),
]);

/** Whether one of the scopes covers the permission. */
export function covers(scopes: readonly KeyScope[], permission: Permission): boolean {
  const [resource, action] = permission.split('.');
  return ['*', `${resource}:*`, `${resource}:${action}`].some((scope) => scopes.includes(scope));
}
