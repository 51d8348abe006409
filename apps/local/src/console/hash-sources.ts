import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** All that the built console is made of. Its imports of the contract are types, which leave nothing in it. */
const SOURCES = ['package-lock.json', 'apps/console/*.{html,json,ts}', 'apps/console/src/**/*.{ts,tsx,css,svg}'];

/** Names the console that these sources build: equal sources, equal hash. */
export async function hashConsoleSources(checkout: string): Promise<string> {
  const names = (await Array.fromAsync(glob(SOURCES, { cwd: checkout }))).toSorted();
  const hash = createHash('sha256');
  for (const name of names) hash.update(`${name}\0`).update(await readFile(join(checkout, name)));
  return hash.digest('hex').slice(0, 16);
}
