import type { Connection, PoolClient, Submittable } from 'pg';

/** Settings of one transaction, by name, for a connection with this process id. */
type SettingsOf = (pid: number) => Readonly<Record<string, string>>;

/**
 * Begins a transaction with settings that end with it, in one round trip. They are sent as parameters:
 * `pg_stat_activity` shows the text of a statement to every session of its login, and a signed context must stay in its own.
 */
export const beginAs =
  (settingsOf: SettingsOf) =>
  (client: PoolClient): Promise<void> =>
    new Promise((resolve, reject) => {
      const { processID } = client as PoolClient & { processID: number };
      client.query(new Begin(settingsOf(processID), (error) => (error ? reject(error) : resolve())));
    });

/**
 * `begin` and one `select set_config(…)`, by the extended protocol up to one Sync: an error skips what follows it.
 * node-postgres calls the handlers; after an error it calls `handleReadyForQuery` no more.
 */
class Begin implements Submittable {
  callback: (error?: Error) => void;
  readonly #settings: readonly (readonly [string, string])[];

  constructor(settings: Readonly<Record<string, string>>, callback: (error?: Error) => void) {
    this.#settings = Object.entries(settings);
    this.callback = callback;
  }

  submit(connection: Connection): void {
    const calls = this.#settings.map((_, n) => `set_config($${2 * n + 1}, $${2 * n + 2}, true)`);
    connection.stream.cork();
    execute(connection, 'begin', []);
    execute(connection, `select ${calls.join(', ')}`, this.#settings.flat());
    connection.sync();
    connection.stream.uncork();
  }

  handleError(error: Error): void {
    this.callback(error);
  }

  handleReadyForQuery(): void {
    this.callback();
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}
}

function execute(connection: Connection, text: string, values: string[]): void {
  connection.parse({ name: '', text, types: [] }, true);
  connection.bind({ portal: '', statement: '', values, binary: '' }, true);
  connection.execute({ portal: '', rows: '' }, true);
}
