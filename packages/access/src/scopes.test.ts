import { expect, test } from '@jest/globals';
import { PERMISSIONS } from './policy.ts';
import { covers, KEY_SCOPES } from './scopes.ts';

test('a scope covers its action, resource:* every action of the resource, and * everything', () => {
  expect(covers(['calls:read'], 'calls.read')).toBe(true);
  expect(covers(['calls:*'], 'calls.drop')).toBe(true);
  expect(PERMISSIONS.every((permission) => covers(['*'], permission))).toBe(true);
});

test('a scope covers nothing else, and without a scope nothing is covered', () => {
  expect(covers(['calls:read'], 'calls.drop')).toBe(false);
  expect(covers(['calls:*'], 'call-log.read')).toBe(false);
  expect(PERMISSIONS.some((permission) => covers([], permission))).toBe(false);
});

test('every permission has a scope', () => {
  for (const permission of PERMISSIONS) expect(KEY_SCOPES).toContain(permission.replace('.', ':'));
});
