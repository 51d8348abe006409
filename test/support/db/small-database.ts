import { chownSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { databaseUrl, TEMPLATE } from '../../setup/database-url.ts';
import { mountSmallDisk } from '../small-disk.ts';
import { startDatabase } from './start-database.ts';

export type SmallDatabase = AsyncDisposable & {
  url: string;
  /** Fills the disk until Postgres finds no room for another page. */
  fill: () => Promise<void>;
  /** Makes room again. */
  empty: () => Promise<void>;
};

/**
 * A migrated database on a disk of its own of so many MB; its WAL is elsewhere, as on many servers. It has a server of its
 * own too: no checkpoint of a server succeeds while one of its disks is full, so no other database could be made or dropped.
 */
export async function openSmallDatabase(sizeMb: number): Promise<SmallDatabase> {
  const name = 'trunkline_small';
  await using opening = new AsyncDisposableStack();
  const disk = opening.use(mountSmallDisk(sizeMb));
  const server = opening.use(await startDatabase(TEMPLATE));
  const admin = new pg.Client({ connectionString: databaseUrl(server.url, 'postgres') });
  await admin.connect();
  opening.defer(() => admin.end());
  const { rows } = await admin.query<{ pid: number }>('select pg_backend_pid() as pid');
  const { uid, gid } = statSync(`/proc/${rows[0]!.pid}`);
  const location = join(disk.folder, 'data');
  mkdirSync(location, { mode: 0o700 });
  chownSync(location, uid, gid);
  const reserve = join(disk.folder, 'reserve'); // a full disk has no room for the first page of an emptied table
  writeFileSync(reserve, Buffer.alloc(1_000_000));
  await admin.query(`create tablespace ${name} location '${location}'`);
  await admin.query(`create database ${name} template ${TEMPLATE} tablespace ${name}`);
  const url = databaseUrl(server.url, name);
  const filler = new pg.Client({ connectionString: url });
  filler.on('error', () => {});
  await filler.connect();
  opening.defer(() => filler.end());
  await filler.query('create table filler (a text)');
  await filler.query('alter table filler alter a set storage plain');

  const opened = opening.move();
  return {
    url,
    async fill() {
      const rowsOf = (count: number) => `insert into filler select repeat('x', 7000) from generate_series(1, ${count})`;
      for (const count of [1000, 100, 10, 1])
        for (let isRoom = true; isRoom;)
          isRoom = await filler.query(rowsOf(count)).then(
            () => true,
            (error: pg.DatabaseError) => {
              if (error.code !== '53100') throw error;
              return false;
            },
          );
    },
    async empty() {
      rmSync(reserve);
      await filler.query('truncate filler');
      await filler.query('checkpoint');
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
