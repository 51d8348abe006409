import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The callbacks that wait in a spool folder; its reserve is not counted. */
export async function countSpooled(folder: string): Promise<number> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'));
  const files = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return files.reduce((sum, text) => sum + text.trim().split('\n').length, 0);
}
