import { KEY_SCOPES } from '@trunkline/access';
import { InvalidArgumentError, type Command } from 'commander';
import type { TargetOptions } from '../api/target.ts';
import type { Invocation } from '../invocation.ts';
import { readTime } from '../terminal/read-time.ts';
import { renderTable } from '../terminal/render-table.ts';
import { shortTime } from '../terminal/short-time.ts';
import { openPeople, withPlace } from './open-people.ts';

const EXAMPLES = `
Examples:
  npx trunkline keys create grace --label "nightly export" --scope calls:read
  npx trunkline keys create ada --label wallboard --scope calls:read --scope sirens:read
  npx trunkline keys revoke 12
  npx trunkline keys list --profile production

To replace a key, create a second one with the same label, switch the program
to it, and revoke the first. Two keys of one person and label may be active.

They work on the database, which the first key needs. With --url, --key or --profile
they ask the API, by the rights of the key.`;

type ToCreate = TargetOptions & { label: string; scope?: string[]; expires?: Date };

/** `keys`: manages the API keys of programs. */
export function keysCommand({ command: keys, signal }: Invocation): Command {
  keys.addHelpText('after', EXAMPLES);
  withPlace(keys.command('list').description('list the active keys, the latest first')).action(
    async (options: TargetOptions) => {
      const people = await openPeople(options, signal);
      const [all, owners] = [await people.listKeys(), await people.list()];
      const nameOf = new Map(owners.map(({ id, name }) => [id, name]));
      const cells = all.map(({ id, prefix, personId, label, scopes, expiresAt, lastUsedAt }) => {
        const what = [id, `trk_${prefix}_…`, nameOf.get(personId) ?? null, label, scopes.join(' ')];
        return [...what, shortTime(expiresAt), shortTime(lastUsedAt)];
      });
      process.stdout.write(renderTable(['id', 'key', 'person', 'label', 'scopes', 'expires', 'last used'], cells));
    },
  );
  const create = keys
    .command('create')
    .description('create a key with the role of a person; it is shown only once')
    .argument('<name>', 'name of that person')
    .requiredOption('--label <text>', 'purpose of the key')
    .option('--scope <scope>', 'limit it to a scope, such as calls:read or calls:*; repeat for more', readScope)
    .option('--expires <time>', 'end of its validity, such as 2027-01-01', readTime);
  withPlace(create).action(async (name: string, { label, scope: scopes = ['*'], expires, ...place }: ToCreate) => {
    const people = await openPeople(place, signal);
    const key = await people.createKey({ name, label, scopes, expiresAt: expires ?? null });
    process.stderr.write('Store this key now; it cannot be shown again.\n');
    process.stdout.write(`${key}\n`);
  });
  const revoke = keys
    .command('revoke')
    .description('revoke a key')
    .argument('<id>', 'id of the key in the list', readId);
  withPlace(revoke).action(async (id: string, options: TargetOptions) => {
    await (await openPeople(options, signal)).revokeKey(id);
    process.stdout.write(`Key ${id} is revoked.\n`);
  });
  return keys;
}

function readScope(text: string, before: string[] = []): string[] {
  if (KEY_SCOPES.has(text)) return [...before, text];
  throw new InvalidArgumentError(`The scopes are: ${[...KEY_SCOPES].join(', ')}.`);
}

function readId(text: string): string {
  if (/^\d{1,18}$/.test(text)) return text;
  throw new InvalidArgumentError('The id of a key is a number.');
}
