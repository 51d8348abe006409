import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The callbacks that wait in a spool folder, which may be drained meanwhile; its reserve is not counted. */
export async function countSpooled(folder: string): Promise<number> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.jsonl'));
  const files = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
  return files.reduce((sum, text) => sum + text.split('\n').filter(Boolean).length, 0);
}
