import { LOGINS } from '@trunkline/access';
import { backoffMs } from '@trunkline/service';
import { pinnedSession } from '@trunkline/service/postgres-session';
import {
  Queue,
  Worker,
  withBackend,
  createPostgresBackend,
  type Processor,
  type QueueOptions,
  type WorkerOptions,
} from 'bullmq';

/** Where jobs live: Redis (`REDIS_URL` set) or Postgres. Both have the same BullMQ API. */
export type QueueBackend = {
  kind: 'redis' | 'postgres';
  /** A producer that gives up within about a second when the server is unavailable. */
  createQueue(name: string): Queue;
  /** Ends what `close` leaves of a queue whose server is away: a client that tries to connect for ever. */
  disconnect(queue: Queue): Promise<void>;
  /** A consumer that waits for an unavailable server without limit. */
  createWorker(name: string, processor: Processor, options: Omit<WorkerOptions, 'connection' | 'prefix'>): Worker;
  /** Rejects where the server answers and takes no jobs: a Redis without memory left reads, and refuses every write. */
  checkWrites(queue: Queue): Promise<void>;
};

/** The Postgres schema that holds the queues; dropping it loses no callback. */
export const QUEUE_SCHEMA = 'bullmq';
/** Braces keep all keys of a queue on one node of a Redis cluster. */
const PREFIX = '{trunkline}';

/**
 * Redis when there is a URL for it, Postgres otherwise. Nothing connects until a queue or worker is created. The login of
 * an app may not create tables and waits for them; any other login creates them.
 */
export function chooseQueueBackend(env: { REDIS_URL?: string | undefined; DATABASE_URL: string }): QueueBackend {
  return env.REDIS_URL
    ? redisBackend(env.REDIS_URL)
    : postgresBackend(env.DATABASE_URL, !isLoginOfApp(env.DATABASE_URL));
}

const isLoginOfApp = (url: string): boolean => LOGINS.includes(new URL(url).username);

function redisBackend(url: string): QueueBackend {
  const retryStrategy = (attempt: number) => backoffMs(attempt, { firstMs: 100, longestMs: 1000 });
  const impatient: QueueOptions = {
    prefix: PREFIX,
    connection: {
      url,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      connectTimeout: 1000,
      commandTimeout: 1000,
      retryStrategy,
    },
  };
  const patient = {
    prefix: PREFIX,
    connection: { url, maxRetriesPerRequest: null, connectTimeout: 5000, retryStrategy },
  };
  return {
    kind: 'redis',
    createQueue: (name) => new Queue(name, impatient),
    async disconnect(queue) {
      const client = await queue.getBackend().client;
      client.disconnect();
    },
    createWorker: (name, processor, options) => new Worker(name, processor, { ...options, ...patient }),
    async checkWrites(queue) {
      const client = await queue.getBackend().client;
      await client.set(`${PREFIX}:writes`, '', { EX: 60 });
    },
  };
}

function postgresBackend(url: string, mayMigrate: boolean): QueueBackend {
  const postgres = withBackend(createPostgresBackend);
  const session = pinnedSession(url);
  const connection = {
    connectionString: session.connectionString,
    options: session.options, // BullMQ appends the search path of its schema
    schema: QUEUE_SCHEMA,
    migrate: mayMigrate,
    max: 3,
    connectionTimeoutMillis: 5000,
  };
  const impatient = { ...connection, connectionTimeoutMillis: 1000, query_timeout: 1000 };
  return {
    kind: 'postgres',
    createQueue: (name) => new postgres.Queue(name, { prefix: PREFIX, connection: impatient }) as unknown as Queue,
    disconnect: async () => {}, // its pool ends with it
    createWorker: (name, processor, options) =>
      new postgres.Worker(name, processor, { ...options, prefix: PREFIX, connection }) as unknown as Worker,
    checkWrites: async () => {}, // where Postgres takes no jobs, nothing can be applied either
  };
}
