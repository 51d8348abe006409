import { ERASED_NUMBER, keptFields } from '@trunkline/telephony/erasure';
import { randomUUID } from 'node:crypto';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

type What = { pattern: string; callSids: ReadonlySet<string> };

/**
 * Erases a person from the files of a spool folder; returns how many name the person. A callback that still waits is kept,
 * without what identifies the person: if ingest stores and removes the file meanwhile, the rewritten one is a copy that
 * the inbox knows. Unreadable and unfinished files are deleted: they are no callback that was acknowledged and can be
 * stored.
 */
export async function eraseSpool(folder: string, what: What, isPreview: boolean): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  let found = 0;
  for (const name of names) {
    const path = join(folder, name);
    const text = await readFile(path, 'utf8').catch(() => '');
    if (!namesPerson(text, what)) continue;
    found += 1;
    if (isPreview) continue;
    const rewritten = name.endsWith('.json') ? rewrite(text, what) : undefined;
    if (rewritten === undefined) await rm(path, { force: true });
    else await replaceFile(path, rewritten);
  }
  return found;
}

const namesPerson = (text: string, { pattern, callSids }: What): boolean =>
  new RegExp(pattern).test(text) || [...text.matchAll(/CA[\da-f]{32}/g)].some(([sid]) => callSids.has(sid));

/** Undefined for a file that is no callback. */
function rewrite(text: string, { pattern }: What): string | undefined {
  try {
    const callback = JSON.parse(text) as { payload: object };
    const scrubbed = { ...callback, payload: keptFields(callback.payload), rawTarget: '', idempotencyToken: null };
    return JSON.stringify(scrubbed).replaceAll(new RegExp(pattern, 'g'), ERASED_NUMBER);
  } catch {
    return undefined;
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
