import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../invocation.ts';

/** An installation that a person works with: the URL of its API, and a key. */
export type Profile = { url: string; key?: string };
export type Profiles = { current?: string; profiles: Record<string, Profile> };

/** `~/.config/trunkline/profiles.json`, or below `XDG_CONFIG_HOME`. */
export const profilesFile = (): string =>
  join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'trunkline', 'profiles.json');

/** The profiles of this person; none if there is no file. */
export function readProfiles(): Profiles {
  const file = profilesFile();
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { profiles: {} };
    throw new CliError(`${file} cannot be read: ${(error as Error).message}`, { cause: error, exit: EXIT.config });
  }
  const read = parse(text);
  if (read) return read;
  throw new CliError(`${file} is not a valid file of profiles. Fix it or delete it.`, { exit: EXIT.config });
}

function parse(text: string): Profiles | undefined {
  try {
    const { current, profiles } = JSON.parse(text) as Partial<Profiles>;
    const isWhole = Object.values(profiles ?? {}).every(
      ({ url, key = '' }) => URL.canParse(url) && typeof key === 'string',
    );
    return profiles && isWhole ? { profiles, ...(typeof current === 'string' && { current }) } : undefined;
  } catch {
    return undefined;
  }
}

/** Only this person may read the file: it has keys. */
export function writeProfiles(profiles: Profiles): void {
  const file = profilesFile();
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.${process.pid}`;
  writeFileSync(next, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600 });
  renameSync(next, file);
}
