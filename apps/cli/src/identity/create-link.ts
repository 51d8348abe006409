import { digestOf, newToken } from '@trunkline/access';
import { createLoginLink } from '@trunkline/db/identity';
import { recordAudit } from '../audit/record-audit.ts';
import { readConfig } from '../config.ts';
import { inTransaction } from '../use-database.ts';
import { isDeactivated } from './identity-errors.ts';
import { getProfile } from './people-in-database.ts';

/** Creates a link that logs a person in once, in the database: the API makes none. */
export async function createLink(name: string): Promise<string> {
  const token = newToken();
  await inTransaction(async (tx) => {
    const { id, isActive } = await getProfile(tx, name);
    if (!isActive) throw isDeactivated(name, 'cannot log in');
    await createLoginLink(tx, digestOf(token), id);
    await recordAudit(tx, 'users', 'login_link.created', `profile:${id}`);
  });
  return `${readConfig().siteUrl}/login?token=${token}`;
}
