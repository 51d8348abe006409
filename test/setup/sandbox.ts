/** Gives each test file a database cloned from the migrated template and an empty Redis database, both its own. */
import { Redis } from 'ioredis';
import pg from 'pg';
import { databaseUrl, TEMPLATE } from './database-url.ts';

const { TEST_POSTGRES_URL = '', TEST_REDIS_URL = '', JEST_WORKER_ID = '1' } = process.env;
const database = `trunkline_test_${JEST_WORKER_ID}`;

const admin = new pg.Client({ connectionString: TEST_POSTGRES_URL });
await admin.connect();
await admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
await admin.query(`CREATE DATABASE ${database} TEMPLATE ${TEMPLATE}`);
await admin.end();

const redisUrl = `${TEST_REDIS_URL}/${JEST_WORKER_ID}`;
const redis = new Redis(redisUrl);
await redis.flushdb();
redis.disconnect();

Object.assign(process.env, { DATABASE_URL: databaseUrl(TEST_POSTGRES_URL, database), REDIS_URL: redisUrl });
