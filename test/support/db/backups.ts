import { openDatabase, type Database } from '@trunkline/db/connection';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { databaseUrl, TEMPLATE } from '../../setup/database-url.ts';
import { runCli, type CliRun } from '../processes/run-cli.ts';
import { callbackToStore } from '../twilio/callbacks.ts';
import { emptyTables } from './inbox.ts';
import { OWNED, storeAndApply } from './store-and-apply.ts';

/** A place to restore to: a migrated database without rows, an empty store and an empty spool. */
export type Place = { url: string; env: Record<string, string> };

export const BACKUP_KEY = 'a key of a test, of more than 32 characters';

const admin = async (sql: string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: process.env['TEST_POSTGRES_URL']! });
  await client.connect();
  for (const each of sql) await client.query(each);
  await client.end();
};

/** Where the apps of this test file work; `folder` is made for it. */
async function openSource(): Promise<Place & { folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-backup-'));
  return {
    folder,
    url: process.env['DATABASE_URL']!,
    env: placeEnv(process.env['DATABASE_URL']!, join(folder, 'source')),
  };
}

/** Another place on the same server. A former one of this name is dropped. */
async function openPlace(folder: string, name: string): Promise<Place> {
  const database = `${new URL(process.env['DATABASE_URL']!).pathname.slice(1)}_${name}`;
  await admin([`drop database if exists ${database} with (force)`, `create database ${database} template ${TEMPLATE}`]);
  const url = databaseUrl(process.env['TEST_POSTGRES_URL']!, database);
  return { url, env: placeEnv(url, join(folder, name)) };
}

/** For one test: this file's database, emptied, and an empty place to restore to. `parent` is a folder for backups. */
export async function openPlaces(db: Database): Promise<Places> {
  await emptyTables(db);
  await db.pool.query('truncate erasures, erased_calls, erased_numbers, call_intents, stream_events cascade');
  const source = await openSource();
  return { source, target: await openPlace(source.folder, 'restored'), parent: join(source.folder, 'backups') };
}

export type Places = { source: Place & { folder: string }; target: Place; parent: string };

export async function closePlaces({ source, target }: Pick<Places, 'source' | 'target'>): Promise<void> {
  await admin([`drop database if exists ${new URL(target.url).pathname.slice(1)} with (force)`]);
  await rm(source.folder, { recursive: true, force: true });
}

/** Not named as an app: restores refuse a database that apps are connected to. */
export async function inPlace<T>({ url }: Place, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export const openAt = ({ url }: Place): Database => openDatabase(url, 'test');

const placeEnv = (url: string, folder: string): Record<string, string> => ({
  DATABASE_URL: url,
  RECORDINGS_DIR: join(folder, 'recordings'),
  SPOOL_DIR: join(folder, 'spool'),
  OWNED_PHONE_NUMBERS: [...OWNED].join(),
  BACKUP_KEY,
});

/** The folder of the only finished backup below `parent`. */
async function backupIn(parent: string): Promise<string> {
  const names = (await readdir(parent)).filter((name) => !name.endsWith('.partial'));
  if (names.length !== 1) throw new Error(`${parent} holds ${names.length} backups`);
  return join(parent, names[0]!);
}

/** Makes a backup of a place into a new folder; returns it. */
export async function backUp({ env }: Place, parent: string, ...args: string[]): Promise<string> {
  const { code, stderr } = await runCli(['backup', parent, ...args], env);
  if (code !== 0) throw new Error(`backup ended with ${code}: ${stderr}`);
  return backupIn(parent);
}

export const restore = ({ env }: Place, backup: string, ...args: string[]): Promise<CliRun> =>
  runCli(['restore', backup, ...args], env);

/** Applies the callback of a recording and stores its object, as worker-recording does. */
export async function storeRecording(
  db: Database,
  { env }: Place,
  { sid, callSid, bytes }: { sid: string; callSid: string; bytes: Buffer },
): Promise<string> {
  const form = { CallSid: callSid, RecordingSid: sid, RecordingStatus: 'completed', RecordingDuration: '7' };
  await storeAndApply(db, [callbackToStore(form, { callbackKind: 'recording-complete' })]);
  const key = `2026/02/12/${sid}.wav`;
  await mkdir(dirname(join(env['RECORDINGS_DIR']!, key)), { recursive: true });
  await writeFile(join(env['RECORDINGS_DIR']!, key), bytes);
  await db.pool.query(
    `update call_recordings set custody = 'stored', object_key = $2, content_type = 'audio/wav', size_bytes = $3, sha256 = $4,
      stored_at = now() where recording_sid = $1`,
    [sid, key, bytes.length, createHash('sha256').update(bytes).digest('hex')],
  );
  return key;
}

/** Every row of every table as text, in a fixed order. */
export async function readAllRows(place: Place, leftOut: readonly string[] = []): Promise<Record<string, string[]>> {
  return inPlace(place, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p') and not c.relispartition and left(c.relname, 1) <> '_' order by 1`,
    );
    const all: Record<string, string[]> = {};
    for (const { name } of tables.filter((table) => !leftOut.includes(table.name)))
      all[name] = (await client.query<{ row: string }>(`select t::text as row from ${name} t order by 1`)).rows.map(
        ({ row }) => row,
      );
    return all;
  });
}
