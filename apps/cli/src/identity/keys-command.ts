import { KEY_SCOPES, newApiKey } from '@trunkline/access';
import { createApiKey, listApiKeys, listProfiles, revokeApiKey } from '@trunkline/db/identity';
import { InvalidArgumentError, type Command } from 'commander';
import { readTime } from '../terminal/read-time.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { renderTable } from '../terminal/render-table.ts';
import { CliError } from '../cli-error.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { inTransaction } from '../use-database.ts';
import { getProfile } from './users-command.ts';

const EXAMPLES = `
Examples:
  npx trunkline keys create grace --label "nightly export" --scope calls:read
  npx trunkline keys create ada --label wallboard --scope calls:read --scope sirens:read
  npx trunkline keys revoke 12

To replace a key, create a second one with the same label, switch the program
to it, and revoke the first. Two keys of one person and label may be active.`;

const MAX_SHOWN = 1000;

/** `keys`: manages the API keys of programs. */
export function keysCommand({ command: keys }: Invocation): Command {
  keys.addHelpText('after', EXAMPLES);
  keys.command('list').description('list the active keys, the latest first').action(list);
  keys
    .command('create')
    .description('create a key with the role of a person; it is shown only once')
    .argument('<name>', 'name of that person')
    .requiredOption('--label <text>', 'purpose of the key')
    .option('--scope <scope>', 'limit it to a scope, such as calls:read or calls:*; repeat for more', readScope)
    .option('--expires <time>', 'end of its validity, such as 2027-01-01', readTime)
    .action(create);
  keys
    .command('revoke')
    .description('revoke a key')
    .argument('<id>', 'id of the key in the list', readId)
    .action(revoke);
  return keys;
}

async function list(): Promise<void> {
  const [{ rows: keys }, { rows: people }] = await inTransaction(async (tx) => [
    await listApiKeys(tx, { isActive: true }, { limit: MAX_SHOWN }),
    await listProfiles(tx, {}, {}),
  ]);
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  const minute = (time: Date | null) => time?.toISOString().slice(0, 16) ?? null;
  const cells = keys.map(({ id, prefix, profileId, label, scopes, expiresAt, lastUsedAt }) => {
    const what = [id, `trk_${prefix}_…`, nameOf.get(profileId) ?? null, label, scopes.join(' ')];
    return [...what, minute(expiresAt), minute(lastUsedAt)];
  });
  process.stdout.write(renderTable(['id', 'key', 'person', 'label', 'scopes', 'expires', 'last used'], cells));
}

type ToCreate = { label: string; scope?: string[]; expires?: Date };

async function create(name: string, { label, scope: scopes = ['*'], expires: expiresAt }: ToCreate): Promise<void> {
  const { key, prefix, hash: secretHash } = newApiKey();
  await inTransaction(async (tx) => {
    const { id: profileId, isActive } = await getProfile(tx, name);
    if (!isActive) throw new CliError(`${name} is deactivated and can have no key.`, { exit: EXIT.conflict });
    const wanted = { prefix, secretHash, profileId, label, scopes, expiresAt: expiresAt ?? null };
    const added = await createApiKey(tx, wanted);
    if (!added)
      throw new CliError(
        `Two keys "${label}" of ${name} are active already. Revoke one; list them: npx trunkline keys list`,
        { exit: EXIT.conflict },
      );
    await recordAudit(tx, 'keys', 'key.created', `key:${added.id}`);
  });
  process.stderr.write('Store this key now; it cannot be shown again.\n');
  process.stdout.write(`${key}\n`);
}

async function revoke(id: string): Promise<void> {
  await inTransaction(async (tx) => {
    if (!(await revokeApiKey(tx, id)))
      throw new CliError(`There is no active key ${id}. List them: npx trunkline keys list`, { exit: EXIT.notFound });
    await recordAudit(tx, 'keys', 'key.revoked', `key:${id}`);
  });
  process.stdout.write(`Key ${id} is revoked.\n`);
}

function readScope(text: string, before: string[] = []): string[] {
  if (KEY_SCOPES.has(text)) return [...before, text];
  throw new InvalidArgumentError(`The scopes are: ${[...KEY_SCOPES].join(', ')}.`);
}

function readId(text: string): string {
  if (/^\d{1,18}$/.test(text)) return text;
  throw new InvalidArgumentError('The id of a key is a number.');
}
