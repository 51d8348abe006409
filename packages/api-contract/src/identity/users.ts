import { ROLES } from '@trunkline/access';
import { z } from 'zod';
import { listOf, timestamp } from '../http/answer-values.ts';
import { paging, phoneNumber, storedText } from '../http/request-values.ts';

/** Long rather than intricate (NIST SP 800-63B). */
export const newPassword = z.string().min(12).max(200);

/** A person. */
export const user = z
  .object({
    id: z.guid(),
    name: z.string(),
    role: z.enum(ROLES),
    phone_number: z.string().nullable(),
    is_active: z.boolean(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'User' });

export const usersPage = listOf(user).meta({ id: 'UsersPage' });

export const usersQuery = z.strictObject({
  role: z.enum(ROLES).optional(),
  is_active: z.stringbool().optional(),
  ...paging,
});

export const userBody = z
  .strictObject({
    name: storedText(200),
    role: z.enum(ROLES),
    phone_number: phoneNumber.nullable().optional(),
    password: newPassword.optional(),
  })
  .meta({ id: 'UserToCreate', example: { name: 'grace', role: 'reader', phone_number: '+16175006181' } });

export const userChange = z
  .strictObject({ ...userBody.partial().shape, is_active: z.boolean().optional() })
  .meta({ id: 'UserChange', example: { role: 'monitor' } });
