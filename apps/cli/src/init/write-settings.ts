import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';

/** Variables of `.env` with their values; an undefined one is taken out. */
export type Settings = Readonly<Record<string, string | undefined>>;

/** Sets variables in the text of an `.env` file; all other lines stay as they are. */
export function withSettings(text: string, settings: Settings): string {
  const left = new Map(Object.entries(settings));
  const lines = text.split('\n').flatMap((line) => {
    const name = /^\s*(?:export\s+)?(\w+)\s*=/.exec(line)?.[1];
    if (name === undefined || !(name in settings)) return [line];
    const value = left.get(name);
    left.delete(name); // a second line of it would win over the first
    return value === undefined ? [] : [lineOf(name, value)];
  });
  while (lines.at(-1)?.trim() === '') lines.pop();
  const added = [...left].flatMap(([name, value]) => (value === undefined ? [] : [lineOf(name, value)]));
  return `${[...lines, ...added].join('\n')}\n`;
}

const lineOf = (name: string, value: string): string => `${name}=${PLAIN.test(value) ? value : `'${value}'`}`;
const PLAIN = /^[\w+,.:/@-]*$/;

/** Sets variables in a file that only its owner can read; a crash leaves the file as it was. */
export async function writeSettings(file: string, settings: Settings): Promise<void> {
  const before = existsSync(file) ? await readFile(file, 'utf8') : '';
  await writeFile(`${file}.new`, withSettings(before, settings), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
