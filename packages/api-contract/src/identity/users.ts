import { MIN_PASSWORD_LENGTH, ROLES } from '@trunkline/access';
import { z } from 'zod';
import { listOf, timestamp } from '../http/answer-values.ts';
import { described, EXAMPLE_UUID } from '../http/described.ts';
import { flag, paging, phoneNumber, storedText } from '../http/request-values.ts';

/** Long rather than complex, as NIST SP 800-63B recommends. */
export const newPassword = z.string().min(MIN_PASSWORD_LENGTH).max(200);

export const user = z
  .object({
    id: described(z.guid(), 'UUID of the user', EXAMPLE_UUID),
    name: z.string(),
    role: z.enum(ROLES),
    phone_number: z.string().nullable(),
    is_active: described(z.boolean(), 'False for a user who can no longer log in'),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'User' });

export const usersPage = listOf(user).meta({ id: 'UsersPage' });

export const usersQuery = z.strictObject({
  role: described(z.enum(ROLES).optional(), 'Only users with this role', 'reader'),
  is_active: flag('Only users who can log in, or only those who cannot'),
  ...paging,
});

export const userToCreate = z
  .strictObject({
    name: described(storedText(200), 'Name for the login; unique', 'grace'),
    role: described(z.enum(ROLES), 'Role of the user', 'reader'),
    phone_number: described(
      phoneNumber.nullable().optional(),
      'Phone number in any notation; null if unknown',
      '+16175006181',
    ),
    password: described(
      newPassword.optional(),
      'First password; without one the user needs a login link',
      'correct horse battery staple',
    ),
  })
  .meta({ id: 'UserToCreate' });

export const userChange = z
  .strictObject({
    ...userToCreate.partial().shape,
    is_active: described(z.boolean().optional(), 'False refuses logins, sessions and keys of the user', true),
  })
  .meta({ id: 'UserChange' });
