import { startPostgres, type PostgresOptions } from './start-postgres.ts';
import { keepRunning } from '../supervision/keep-running.ts';
import type { Postgres } from './postgres-process.ts';

export interface SupervisedPostgres extends AsyncDisposable {
  url: string;
  dataDir: string;
  /** A crash, for the impatient: nothing committed is lost, the next start recovers it. */
  kill(): void;
}

/** The embedded PostgreSQL, started again on the same data when it crashes. */
export async function supervisePostgres(
  options: PostgresOptions & { port: number },
  say: (line: string) => void,
): Promise<SupervisedPostgres> {
  const stopping = new AbortController();
  let server: Postgres | undefined = await startPostgres(options);
  const { url, dataDir } = server;
  const run = async (): Promise<string> => {
    server ??= await startPostgres(options);
    if (stopping.signal.aborted) await server.stop('fast'); // stopped while it was starting again
    const how = await server.exited;
    server = undefined;
    return how;
  };
  const supervision = keepRunning('PostgreSQL', run, { signal: stopping.signal, say });
  return {
    url,
    dataDir,
    kill: () => void server?.stop('immediate'),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await server?.stop('fast');
      await supervision;
    },
  };
}
