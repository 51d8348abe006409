/** `npm run policy:sql`: prints the SQL that enforces the policy (packages/access) in the database, for a migration. */
import { accessSql } from '@trunkline/access';
import { pinnedSession } from '@trunkline/service/postgres-session';
import pg from 'pg';
import { listColumns } from './list-columns.ts';

const { DATABASE_URL } = process.env;
if (!DATABASE_URL) throw new Error('Set DATABASE_URL to a migrated database.');
const client = new pg.Client(pinnedSession(DATABASE_URL));
await client.connect();
const columns = await listColumns(client);
await client.end();
process.stdout.write(`${accessSql(columns)}\n`);
