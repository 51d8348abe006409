import { PERMISSIONS, ROLES } from '@trunkline/access';
import { z } from 'zod';
import { phoneNumber } from '../http/request-values.ts';
import { newPassword } from './users.ts';

const password = z.string().min(1).max(200);

export const loginBody = z
  .strictObject({ name: z.string().min(1).max(200), password })
  .meta({ id: 'Login', example: { name: 'grace', password: 'correct horse battery staple' } });

export const loginLinkQuery = z.strictObject({ token: z.string().max(100) });

/** Who asks, and what that person may do. */
export const account = z
  .object({
    id: z.guid().nullable().describe('null for whoever is let in by this machine’s settings'),
    name: z.string().nullable(),
    role: z.enum(ROLES),
    phone_number: z.string().nullable(),
    permissions: z.array(z.enum(PERMISSIONS)),
  })
  .meta({ id: 'Account' });

/** Nothing more to say. */
export const done = z.object({ status: z.literal('ok') }).meta({ id: 'Done' });

export const accountChange = z
  .strictObject({ phone_number: phoneNumber.nullable() })
  .meta({ id: 'AccountChange', example: { phone_number: '+16175006181' } });

export const passwordChange = z
  .strictObject({ current_password: password, password: newPassword })
  .meta({ id: 'PasswordChange', example: { current_password: 'before', password: 'correct horse battery staple' } });
