import { PERMISSIONS, ROLES } from '@trunkline/access';
import { z } from 'zod';
import { described, EXAMPLE_UUID } from '../http/described.ts';
import { phoneNumber } from '../http/request-values.ts';
import { newPassword } from './users.ts';

const password = z.string().min(1).max(200);

export const login = z
  .strictObject({
    name: described(z.string().min(1).max(200), 'Name of the user', 'grace'),
    password: described(password, 'Password of the user', 'correct horse battery staple'),
  })
  .meta({ id: 'Login' });

export const loginLinkQuery = z.strictObject({
  token: described(z.string().max(100), 'The token of the link', 'kq7m0Qm3b1n2x8v5Zt4c'),
});

/** The principal of the request and its permissions. */
export const account = z
  .object({
    id: described(z.guid().nullable(), 'UUID of the user; null for the operator and applications', EXAMPLE_UUID),
    name: z.string().nullable(),
    role: z.enum(ROLES),
    phone_number: z.string().nullable(),
    permissions: described(z.array(z.enum(PERMISSIONS)), 'Permissions of the role, within the scopes of the key'),
  })
  .meta({ id: 'Account', description: 'The principal of the request and its permissions' });

/** The answer of an operation that has nothing else to report. */
export const ok = z.object({ status: z.literal('ok') }).meta({ id: 'Ok' });

export const accountChange = z
  .strictObject({
    phone_number: described(
      phoneNumber.nullable(),
      'Your phone number in any notation; null removes it',
      '+16175006181',
    ),
  })
  .meta({ id: 'AccountChange' });

export const passwordChange = z
  .strictObject({
    current_password: described(password, 'Your present password', 'battery horse staple correct'),
    password: described(newPassword, 'Your new password', 'correct horse battery staple'),
  })
  .meta({ id: 'PasswordChange' });
