import { keepRunning } from '../supervision/keep-running.ts';
import type { Postgres } from './server-process.ts';
import { startPostgres, type PostgresOptions } from './start-postgres.ts';

export interface SupervisedPostgres extends AsyncDisposable {
  url: string;
  dataDir: string;
  /** Stops it as a crash would: nothing committed is lost, and the next start recovers it. */
  kill(): void;
}

/** Starts PostgreSQL and starts it again on the same data when it crashes. */
export async function supervisePostgres(
  options: PostgresOptions & { port: number },
  say: (line: string) => void,
): Promise<SupervisedPostgres> {
  const stopping = new AbortController();
  let server: Postgres | undefined = await startPostgres(options);
  const { url, dataDir } = server;
  const run = async (): Promise<string> => {
    server ??= await startPostgres(options);
    if (stopping.signal.aborted) await server.stop(); // disposed while it was starting again
    const end = await server.exited;
    server = undefined;
    return end;
  };
  const supervision = keepRunning('PostgreSQL', run, { signal: stopping.signal, say });
  return {
    url,
    dataDir,
    kill: () => void server?.stop('immediate'),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await server?.stop();
      await supervision;
    },
  };
}
