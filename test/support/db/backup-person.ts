import type { Database } from '@trunkline/db/connection';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { callbackToStore, callSid, progress } from '../twilio/callbacks.ts';
import { inPlace, storeRecording, type Place } from './backups.ts';
import { storeAndApply } from './store-and-apply.ts';

/** The number of a person whose words are in rows, a recording and the spool. */
export const NUMBER = '+15085140320';
export const RECORDING = `RE${'4'.repeat(32)}`;
/** What identifies the person. */
export const CANARIES = ['5085140320', 'FENNIMORE', 'ziggurats'];

/** Stores a call of the person with its recording; another one waits in the spool. */
export async function plantPerson(db: Database, place: Place): Promise<void> {
  const person = { From: NUMBER, CallerName: 'FENNIMORE Q' };
  await storeAndApply(db, [callbackToStore({ ...progress(callSid(1), 'completed', 0), ...person })]);
  await storeRecording(db, place, { sid: RECORDING, callSid: callSid(1), bytes: Buffer.from('RIFF ziggurats') });
  await mkdir(place.env['SPOOL_DIR']!, { recursive: true });
  const waiting = callbackToStore({ ...progress(callSid(2), 'ringing', 0), ...person });
  await writeFile(join(place.env['SPOOL_DIR']!, 'a.jsonl'), `${JSON.stringify(waiting)}\n`);
}

/** Places of a canary in the tables, the store and the spool. */
export async function findCanaries(place: Place): Promise<string[]> {
  const found = await inPlace(place, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public'`,
    );
    const texts: string[] = [];
    for (const { name } of tables)
      texts.push(
        ...(await client.query<{ row: string }>(`select t::text as row from ${name} t`)).rows.map(({ row }) => row),
      );
    return texts;
  });
  for (const folder of [place.env['RECORDINGS_DIR']!, place.env['SPOOL_DIR']!])
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) found.push(await readFile(join(entry.parentPath, entry.name), 'utf8'));
  return found.filter((text) => CANARIES.some((canary) => text.includes(canary)));
}
