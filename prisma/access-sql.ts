/** Prints the SQL that makes the policy table (packages/access) the database's own: `npm run policy:sql`, for a migration. */
import { accessSql } from '@trunkline/access';
import pg from 'pg';
import { listColumns } from './list-columns.ts';

const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
await client.connect();
const columns = await listColumns(client);
await client.end();
process.stdout.write(`${accessSql(columns)}\n`);
