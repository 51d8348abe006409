/** `npm run db:queues`: creates the tables of the queues, where these live in Postgres, as the owner in DATABASE_URL. */
import { createQueueTables } from '@trunkline/queues';

const { DATABASE_URL } = process.env;
if (!DATABASE_URL) throw new Error('Set DATABASE_URL to the owner of the tables.');
await createQueueTables(DATABASE_URL);
