import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool, PoolClient } from 'pg';
import type { Prisma, PrismaClient } from '../generated/client.ts';

/** Prisma's models, whose queries run on one connection, in its transaction. */
export type Models = Prisma.TransactionClient;

/** Runs queries of Prisma. An error of Postgres is thrown as it came, with its SQLSTATE in `code`. */
export type RunPrisma = <T>(work: (models: Models) => Promise<T>) => Promise<T>;

export type PrismaOnPool = AsyncDisposable & {
  load: () => Promise<void>;
  /** Prisma as a guest in a transaction of ours; `end` must come before the transaction's own. */
  within(connection: PoolClient): { run: RunPrisma; end: () => Promise<void> };
};

/** A transaction ends by our own limits (`query_timeout`), not by Prisma's: this is the longest that it accepts. */
const NO_TIMEOUT = { timeout: 2_147_483_647, maxWait: 2_147_483_647 };

/**
 * Prisma for all transactions of a pool: one client, which is handed the connection of the transaction that uses it. It
 * is loaded at first use (0.5 s of processor time, 80 MB); a client for each connection would cost 0.2 s more each.
 */
export function prismaOnPool(pool: Pool): PrismaOnPool {
  const handedOver = new AsyncLocalStorage<PoolClient>();
  let client: Promise<PrismaClient> | undefined;
  const load = () =>
    (client ??= openClient(pool, handedOver).catch((error: unknown) => {
      client = undefined;
      throw error;
    }));
  return {
    load: async () => void (await load()),
    within: (connection) => openGuest(load, (work) => handedOver.run(connection, work)),
    async [Symbol.asyncDispose]() {
      await client?.then((prisma) => prisma.$disconnect());
    },
  };
}

type HandOver = <T>(work: () => T) => T;

/** A transaction of Prisma that lasts as long as ours: begun at first use, and never sent to Postgres. */
function openGuest(load: () => Promise<PrismaClient>, handOver: HandOver): ReturnType<PrismaOnPool['within']> {
  let models: Promise<Models> | undefined;
  let closed: Promise<unknown> | undefined;
  let isOver = false;
  const ended = Promise.withResolvers<void>();

  const begin = async (): Promise<Models> => {
    const prisma = await load();
    const begun = Promise.withResolvers<Models>();
    const lastUntilEnd = (given: Models) => {
      begun.resolve(given);
      return ended.promise;
    };
    closed = handOver(() => prisma.$transaction(lastUntilEnd, NO_TIMEOUT)).catch(begun.reject);
    return begun.promise;
  };

  return {
    async run(work) {
      if (isOver) throw new Error('This transaction has ended.');
      try {
        return await work(await (models ??= begin()));
      } catch (error) {
        throw error instanceof FailedQuery ? error.cause : error;
      }
    },
    async end() {
      isOver = true;
      await models?.catch(nothing);
      ended.resolve();
      await closed;
    },
  };
}

type AdapterFactory = NonNullable<Prisma.PrismaClientOptions['adapter']>;

async function openClient(pool: Pool, handedOver: AsyncLocalStorage<PoolClient>): Promise<PrismaClient> {
  const [{ PrismaPg }, { PrismaClient }] = await Promise.all([
    import('@prisma/adapter-pg'),
    import('../generated/client.ts'),
  ]);
  const adapter = await new PrismaPg(pool).connect();
  const connect: AdapterFactory['connect'] = async () =>
    Object.assign(over(adapter, pool), {
      async startTransaction() {
        const connection = handedOver.getStore();
        if (!connection) throw new Error('Prisma runs in db.transaction or withActor only.');
        // "Phantom": Prisma sends no begin, commit or rollback, which are ours.
        return Object.assign(over(adapter, connection), {
          options: { usePhantomQuery: true },
          commit: nothing,
          rollback: nothing,
        });
      },
    });
  const factory: AdapterFactory = { provider: 'postgres', adapterName: adapter.adapterName, connect };
  const client = new PrismaClient({ adapter: factory, errorFormat: 'minimal' }); // others take a stack trace per query
  await client.$connect();
  return client;
}

/** Carries an error of Postgres through Prisma, which replaces those that it recognizes. */
class FailedQuery extends Error {
  override readonly name = 'FailedQuery';
}

/** The adapter's conversions of arguments and rows, over this connection: its private `client` is what it queries. */
function over<T extends object>(adapter: T, connection: Pick<Pool | PoolClient, 'query'>): T {
  const query = (config: Parameters<PoolClient['query']>[0]) =>
    connection.query(config).catch((cause: unknown) => {
      throw new FailedQuery('A query of Prisma failed.', { cause });
    });
  return Object.create(adapter, { client: { value: { query } } }) as T;
}

const nothing = async () => {};

/** These fields without those that are undefined, which Prisma's types do not accept. */
export const given = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
