import { ERASED_NUMBER, keptFields } from '@trunkline/telephony/erasure';
import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { listSpoolFiles, readSpoolFile } from '../spool/spool-files.ts';

type Person = { pattern: string; callSids: ReadonlySet<string> };

/**
 * Erases a person from the files of a spool folder; returns how many name the person. A callback that still waits is kept,
 * without what identifies the person: if ingest stores and removes the file meanwhile, the rewritten one is a copy that
 * the inbox knows. A line that is no callback is deleted. A file that ingest still writes is left to the inbox, which
 * stores nothing more of an erased person.
 */
export async function eraseSpool(folder: string, person: Person, isPreview: boolean): Promise<number> {
  let found = 0;
  for (const file of (await listSpoolFiles(folder)) ?? []) {
    const lines = linesOf(await readSpoolFile(file), person);
    if (!lines.some(({ rest }) => rest !== undefined)) continue;
    found += 1;
    if (isPreview) continue;
    if (file.isReserve) await overwriteLines(file.path, lines);
    else await replaceFile(file.path, lines);
  }
  return found;
}

/** A line at its place in the file; `rest` is what is left of one that names the person. */
type Line = { at: number; text: string; rest: string | undefined };

function linesOf(bytes: Buffer, person: Person): Line[] {
  let at = 0;
  return bytes
    .toString()
    .split('\n')
    .map((text) => {
      const line = { at, text, rest: namesPerson(text, person) ? withoutPerson(text, person) : undefined };
      at += Buffer.byteLength(text) + 1;
      return line;
    });
}

const namesPerson = (text: string, { pattern, callSids }: Person): boolean =>
  new RegExp(pattern).test(text) || [...text.matchAll(/CA[\da-f]{32}/g)].some(([sid]) => callSids.has(sid));

/** Empty for a line that is no callback. */
function withoutPerson(text: string, { pattern }: Person): string {
  try {
    const callback = JSON.parse(text) as { payload: object };
    const kept = {
      ...callback,
      payload: keptFields(callback.payload),
      escapedFields: [],
      rawTarget: '',
      idempotencyToken: null,
    };
    return JSON.stringify(kept).replaceAll(new RegExp(pattern, 'g'), ERASED_NUMBER);
  } catch {
    return '';
  }
}

/** Replaces a file; removes one of which nothing is left. */
async function replaceFile(path: string, lines: readonly Line[]): Promise<void> {
  const left = lines.map(({ text, rest }) => rest ?? text).join('\n');
  if (left.trim() === '') return rm(path, { force: true });
  const temporary = `${path}.${randomUUID()}.tmp`;
  {
    await using file = await open(temporary, 'w', 0o600);
    await file.writeFile(left);
    await file.sync();
  }
  await rename(temporary, path);
}

/** Writes each line over in its place, filled with spaces: ingest may be adding others at the end. */
async function overwriteLines(path: string, lines: readonly Line[]): Promise<void> {
  await using file = await open(path, 'r+');
  for (const { at, text, rest } of lines) {
    if (rest === undefined) continue;
    const room = Buffer.alloc(Buffer.byteLength(text), ' ');
    if (Buffer.byteLength(rest) <= room.length) room.write(rest);
    await file.write(room, 0, room.length, at);
  }
  await file.sync();
}
