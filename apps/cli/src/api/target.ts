import type { Command } from 'commander';
import { API_PORT, loadCheckoutEnv } from '../checkout.ts';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../invocation.ts';
import { readProfiles, type Profile } from './profiles.ts';

export type TargetOptions = { url?: string; key?: string; profile?: string };
export type Target = { url: string; key?: string | undefined };

type TargetTexts = { heading: string; url: string };
const LOCAL_API: TargetTexts = {
  heading: 'Installation:',
  url: 'its API; default: TRUNKLINE_URL, the profile, or npm start on this machine',
};

/** Adds the options that say which installation a command works with. */
export const withTarget = (command: Command, { heading, url }: TargetTexts = LOCAL_API): Command =>
  command
    .optionsGroup(heading)
    .option('--url <url>', url)
    .option('--key <key>', 'API key; default: TRUNKLINE_KEY or that of the profile')
    .option('--profile <name>', 'what trunkline config set has kept under this name')
    .optionsGroup('Options:');

/** The API to ask: the one that is named, or that of `npm start`. */
export const readTarget = (options: TargetOptions): Target =>
  namedTarget(options) ?? { url: localUrl(), key: options.key ?? process.env['TRUNKLINE_KEY'] };

/**
 * The API that an option, TRUNKLINE_URL or the current profile names. A URL that is given never gets the key of a profile,
 * which belongs to another one.
 */
export function namedTarget({ url, key, profile }: TargetOptions): Target | undefined {
  const given = url ?? (profile === undefined ? process.env['TRUNKLINE_URL'] : undefined);
  if (given) return { url: readUrl(given), key: key ?? process.env['TRUNKLINE_KEY'] };
  const kept = findProfile(profile);
  return kept && { url: readUrl(kept.url), key: key ?? kept.key };
}

function findProfile(name: string | undefined): Profile | undefined {
  const { current, profiles } = readProfiles();
  const wanted = name ?? current;
  if (wanted === undefined) return undefined;
  const profile = profiles[wanted];
  if (profile) return profile;
  const names = Object.keys(profiles);
  const known = names.length > 0 ? `The profiles are: ${names.join(', ')}.` : 'There is none yet.';
  throw new CliError(`There is no profile ${wanted}. ${known} Add it: npx trunkline config set ${wanted} --url URL`, {
    exit: EXIT.config,
  });
}

/** The API of `npm start`, whose port `.env` of the checkout may change. */
function localUrl(): string {
  loadCheckoutEnv();
  return `http://127.0.0.1:${process.env['API_PORT'] || API_PORT}`;
}

/** Without a path and a slash at its end. */
export function readUrl(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '');
  throw new CliError(`${text} is no URL of an API, such as https://calls.example.com.`, { exit: EXIT.usage });
}
