import { hash } from '@node-rs/argon2';
import { digestOf, newToken, ROLES, type Role } from '@trunkline/access';
import { unscoped, type Scoped } from '@trunkline/db/connection';
import {
  changeProfile,
  createLoginLink,
  createProfile,
  findProfileByName,
  listProfiles,
  type ProfileRow,
} from '@trunkline/db/identity';
import { dialableNumber } from '@trunkline/telephony/numbers';
import { Command, InvalidArgumentError, Option } from 'commander';
import { readConfig } from '../config.ts';
import { readPassword } from '../read-password.ts';
import { recordDeed } from '../record-deed.ts';
import { renderTable } from '../render-table.ts';
import { Trouble } from '../trouble.ts';
import { useDatabase } from '../use-database.ts';

const EXAMPLES = `
Examples:
  npm run users -- create grace --role superadmin
  npm run users -- link grace
  echo "correct horse battery staple" | npm run -s users -- password grace --password-stdin
  npm run users -- deactivate grace`;

const EVERYBODY = { after: null, limit: null };

/** `users`: who may log in. */
export function usersCommand(): Command {
  const users = new Command('users').description('list, add and deactivate people, and let them log in');
  users.addHelpText('after', EXAMPLES);
  users.command('list').description('everybody, by name').action(list);
  users
    .command('create')
    .description('add a person, who logs in by a link, or by a password where one is given')
    .argument('<name>')
    .addOption(new Option('--role <role>', 'what the person may do').choices(ROLES).makeOptionMandatory())
    .option('--phone <number>', 'phone number', readNumber)
    .option('--password-stdin', 'take a password from the first line of stdin')
    .action(create);
  users.command('deactivate').description('end all that lets a person in').argument('<name>').action(deactivate);
  users
    .command('password')
    .description('give a person another password; the sessions of before end')
    .argument('<name>')
    .option('--password-stdin', 'take it from the first line of stdin')
    .action(givePassword);
  users
    .command('link')
    .description('a link that logs a person in once, for ten minutes')
    .argument('<name>')
    .action(link);
  return users;
}

const inDatabase = <T>(work: (tx: Scoped) => Promise<T>): Promise<T> =>
  useDatabase(readConfig().databaseUrl, (db) => db.transaction((tx) => work(unscoped(tx))));

async function list(): Promise<void> {
  const rows = await inDatabase((tx) => listProfiles(tx, {}, EVERYBODY));
  const cells = rows.map(({ id, name, role, isActive }) => [name, role, isActive ? 'yes' : 'no', id]);
  process.stdout.write(renderTable(['name', 'role', 'active', 'id'], cells));
}

type ToCreate = { role: Role; phone?: string; passwordStdin?: boolean };

async function create(name: string, { role, phone, passwordStdin = false }: ToCreate): Promise<void> {
  const passwordHash = passwordStdin ? await hash(await readPassword(true)) : null;
  const { id } = await inDatabase(async (tx) => {
    const added = await createProfile(tx, { name, role, phoneNumber: phone ?? null, passwordHash });
    if (!added) throw new Trouble(`Somebody is called ${name} already.`);
    await recordDeed(tx, 'users', 'user.created', `profile:${added.id}`);
    return added;
  });
  process.stdout.write(`${name} is ${role}, with the id ${id}. To log in: npm run users -- link ${name}\n`);
}

async function deactivate(name: string): Promise<void> {
  await change(name, 'user.changed', { isActive: false });
  process.stdout.write(`${name} is let in no longer, by whatever means.\n`);
}

async function givePassword(name: string, { passwordStdin = false }: { passwordStdin?: boolean }): Promise<void> {
  const passwordHash = await hash(await readPassword(passwordStdin));
  await change(name, 'profile.password_changed', { passwordHash });
  process.stdout.write(`${name} has another password; the sessions of before have ended.\n`);
}

async function link(name: string): Promise<void> {
  const token = newToken();
  await inDatabase(async (tx) => {
    const { id, isActive } = await getProfile(tx, name);
    if (!isActive) throw new Trouble(`${name} is not active.`);
    await createLoginLink(tx, digestOf(token), id);
    await recordDeed(tx, 'users', 'login_link.created', `profile:${id}`);
  });
  process.stdout.write(`${readConfig().siteUrl}/login?token=${token}\n`);
}

const change = (name: string, event: string, difference: Parameters<typeof changeProfile>[2]): Promise<void> =>
  inDatabase(async (tx) => {
    const { id } = await getProfile(tx, name);
    await changeProfile(tx, id, difference);
    await recordDeed(tx, 'users', event, `profile:${id}`);
  });

/** The person with this name; what is wrong is told with the remedy. */
export async function getProfile(tx: Scoped, name: string): Promise<ProfileRow> {
  const profile = await findProfileByName(tx, name);
  if (profile) return profile;
  throw new Trouble(`Nobody is called ${name}. Who there is: npm run users -- list`);
}

function readNumber(text: string): string {
  const number = dialableNumber(text);
  if (number !== null) return number;
  throw new InvalidArgumentError('Expected a phone number such as +16175006181.');
}
