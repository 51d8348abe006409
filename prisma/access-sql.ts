/** `npm run policy:sql`: prints the SQL that enforces the policy (packages/access) in the database, for a migration. */
import { accessSql } from '@trunkline/access';
import pg from 'pg';
import { listColumns } from './list-columns.ts';

const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
await client.connect();
const columns = await listColumns(client);
await client.end();
process.stdout.write(`${accessSql(columns)}\n`);
