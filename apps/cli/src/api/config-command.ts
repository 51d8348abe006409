import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { renderTable } from '../terminal/render-table.ts';
import { profilesFile, readProfiles, writeProfiles, type Profile } from './profiles.ts';
import { readUrl } from './target.ts';

const EXAMPLES = `
Examples:
  npx trunkline config set production --url https://calls.example.com --key trk_…
  npx trunkline config use production
  npx trunkline status --profile production
  npx trunkline config use --none`;

/** `config`: keeps the URLs and keys of installations by name. */
export function configCommand({ command: config }: Invocation): Command {
  config.addHelpText('after', EXAMPLES);
  config.command('list').description('list the profiles').action(list);
  config
    .command('set')
    .description('add a profile, or change it')
    .argument('<name>', 'a name for the installation')
    .requiredOption('--url <url>', 'URL of its API')
    .option('--key <key>', 'API key; it is kept in a file that only you may read')
    .action((name: string, { url, key }: { url: string; key?: string }) => {
      const known = readProfiles();
      const profile: Profile = { url: readUrl(url), ...(key !== undefined && { key }) };
      writeProfiles({ ...known, profiles: { ...known.profiles, [name]: profile } });
      process.stdout.write(`Profile ${name} is kept in ${profilesFile()}\n`);
    });
  const use = config
    .command('use')
    .description('take a profile wherever none is named')
    .argument('[name]', 'name of the profile')
    .option('--none', 'take npm start on this machine again');
  use.action((name: string | undefined, { none }: { none?: boolean }) => {
    if ((name === undefined) === !none) use.error('error: give either a name or --none.');
    const { profiles } = readProfiles();
    if (name !== undefined) expectKnown(name, profiles);
    writeProfiles({ profiles, ...(name !== undefined && { current: name }) });
    process.stdout.write(name === undefined ? 'No profile is in use.\n' : `Profile ${name} is in use.\n`);
  });
  config
    .command('remove')
    .description('forget a profile and its key')
    .argument('<name>', 'name of the profile')
    .action((name: string) => {
      const { current, profiles } = readProfiles();
      expectKnown(name, profiles);
      const { [name]: _removed, ...others } = profiles;
      writeProfiles({ profiles: others, ...(current !== undefined && current !== name && { current }) });
      process.stdout.write(`Profile ${name} is forgotten.\n`);
    });
  return config;
}

function list(): void {
  const { current, profiles } = readProfiles();
  const rows = Object.entries(profiles).map(([name, { url, key }]) => [
    name === current ? '*' : '',
    name,
    url,
    key === undefined ? 'none' : `${key.slice(0, 12)}…`,
  ]);
  if (rows.length === 0)
    process.stderr.write('There is no profile. Add one: npx trunkline config set NAME --url URL\n');
  else process.stdout.write(renderTable(['', 'name', 'url', 'key'], rows));
}

function expectKnown(name: string, profiles: Readonly<Record<string, Profile>>): void {
  if (!Object.hasOwn(profiles, name))
    throw new CliError(`There is no profile ${name}. List them: npx trunkline config list`, { exit: EXIT.notFound });
}
