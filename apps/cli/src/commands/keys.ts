import { KEY_SCOPES, newApiKey } from '@trunkline/access';
import { unscoped, type Scoped } from '@trunkline/db/connection';
import { createApiKey, listApiKeys, listProfiles, revokeApiKey } from '@trunkline/db/identity';
import { Command, InvalidArgumentError } from 'commander';
import { readConfig } from '../config.ts';
import { readTime } from '../read-time.ts';
import { recordDeed } from '../record-deed.ts';
import { renderTable } from '../render-table.ts';
import { Trouble } from '../trouble.ts';
import { useDatabase } from '../use-database.ts';
import { getProfile } from './users.ts';

const EXAMPLES = `
Examples:
  npm run keys -- create grace --label "nightly export" --scope calls:read --scope recordings:read
  npm run keys -- revoke 12

Two keys of one person and label may be active: make the second, let its program take it, then revoke the first.`;

const MOST_SHOWN = 1000;

/** `keys`: how programs come in. */
export function keysCommand(): Command {
  const keys = new Command('keys').description('list, make and revoke API keys');
  keys.addHelpText('after', EXAMPLES);
  keys.command('list').description('the keys that are active, the latest first').action(list);
  keys
    .command('create')
    .description('make a key with the role of a person; its secret is shown this once')
    .argument('<name>', 'whose role it has')
    .requiredOption('--label <text>', 'what it is for')
    .option('--scope <scope>', 'what it may at most, such as calls:read or calls:*; repeat for more', readScope)
    .option('--expires <time>', 'until when, such as 2027-01-01', readTime)
    .action(create);
  keys.command('revoke').description('end a key').argument('<id>', 'its number in the list', readId).action(revoke);
  return keys;
}

const inDatabase = <T>(work: (tx: Scoped) => Promise<T>): Promise<T> =>
  useDatabase(readConfig().databaseUrl, (db) => db.transaction((tx) => work(unscoped(tx))));

async function list(): Promise<void> {
  const [keys, people] = await inDatabase(async (tx) => [
    await listApiKeys(tx, { isActive: true }, { after: null, limit: MOST_SHOWN }),
    await listProfiles(tx, {}, { after: null, limit: null }),
  ]);
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  const minute = (time: Date | null) => time?.toISOString().slice(0, 16) ?? null;
  const cells = keys.map(({ id, prefix, profileId, label, scopes, expiresAt, lastUsedAt }) => {
    const what = [id, `trk_${prefix}_…`, nameOf.get(profileId) ?? null, label, scopes.join(' ')];
    return [...what, minute(expiresAt), minute(lastUsedAt)];
  });
  process.stdout.write(renderTable(['id', 'key', 'of', 'label', 'scopes', 'expires', 'last used'], cells));
}

type ToCreate = { label: string; scope?: string[]; expires?: Date };

async function create(name: string, { label, scope: scopes = ['*'], expires: expiresAt }: ToCreate): Promise<void> {
  const { key, prefix, hash: secretHash } = newApiKey();
  await inDatabase(async (tx) => {
    const { id: profileId, isActive } = await getProfile(tx, name);
    if (!isActive) throw new Trouble(`${name} is not active.`);
    const wanted = { prefix, secretHash, profileId, label, scopes, expiresAt: expiresAt ?? null };
    const added = await createApiKey(tx, wanted);
    if (!added) throw new Trouble(`Two keys "${label}" of ${name} are active. Revoke one: npm run keys -- list`);
    await recordDeed(tx, 'keys', 'key.created', `key:${added.id}`);
  });
  process.stderr.write('Keep it: nobody can show it again.\n');
  process.stdout.write(`${key}\n`);
}

async function revoke(id: string): Promise<void> {
  await inDatabase(async (tx) => {
    if (!(await revokeApiKey(tx, id)))
      throw new Trouble(`There is no key ${id}. Which there are: npm run keys -- list`);
    await recordDeed(tx, 'keys', 'key.revoked', `key:${id}`);
  });
  process.stdout.write(`Key ${id} is revoked.\n`);
}

function readScope(text: string, before: string[] = []): string[] {
  if (KEY_SCOPES.has(text)) return [...before, text];
  throw new InvalidArgumentError(`There are: ${[...KEY_SCOPES].join(', ')}.`);
}

function readId(text: string): string {
  if (/^\d{1,18}$/.test(text)) return text;
  throw new InvalidArgumentError('A key’s id is a number.');
}
