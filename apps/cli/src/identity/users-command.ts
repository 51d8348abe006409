import { hash } from '@node-rs/argon2';
import { digestOf, newToken, ROLES, type Role } from '@trunkline/access';
import type { Scoped } from '@trunkline/db/connection';
import {
  changeProfile,
  createLoginLink,
  createProfile,
  findProfileByName,
  listProfiles,
  type ProfileRow,
} from '@trunkline/db/identity';
import { dialableNumber } from '@trunkline/telephony/numbers';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { readConfig } from '../config.ts';
import { readPassword } from './read-password.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { renderTable } from '../terminal/render-table.ts';
import { CliError } from '../cli-error.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { inTransaction } from '../use-database.ts';

const EXAMPLES = `
Examples:
  npx trunkline users create grace --role superadmin
  npx trunkline users link grace
  echo "correct horse battery staple" | npx trunkline users password grace --password-stdin
  npx trunkline users deactivate grace`;

/** `users`: manages the people who may log in. */
export function usersCommand({ command: users }: Invocation): Command {
  users.addHelpText('after', EXAMPLES);
  users.command('list').description('list all people by name').action(list);
  users
    .command('create')
    .description('add a person, who logs in with a link or with a password')
    .argument('<name>')
    .addOption(
      new Option('--role <role>', 'role, which decides what the person may do').choices(ROLES).makeOptionMandatory(),
    )
    .option('--phone <number>', 'phone number', readNumber)
    .option('--password-stdin', 'read a password from the first line of stdin')
    .action(create);
  users
    .command('deactivate')
    .description('end all sessions, keys and logins of a person')
    .argument('<name>')
    .action(deactivate);
  users
    .command('password')
    .description('set a new password; it ends the sessions of the person')
    .argument('<name>')
    .option('--password-stdin', 'read it from the first line of stdin')
    .action(setPassword);
  users
    .command('link')
    .description('print a link that logs a person in once, within ten minutes')
    .argument('<name>')
    .action(link);
  return users;
}

async function list(): Promise<void> {
  const { rows } = await inTransaction((tx) => listProfiles(tx, {}, {}));
  const cells = rows.map(({ id, name, role, isActive }) => [name, role, isActive ? 'yes' : 'no', id]);
  process.stdout.write(renderTable(['name', 'role', 'active', 'id'], cells));
}

type ToCreate = { role: Role; phone?: string; passwordStdin?: boolean };

async function create(name: string, { role, phone, passwordStdin = false }: ToCreate): Promise<void> {
  const passwordHash = passwordStdin ? await hash(await readPassword(true)) : null;
  const { id } = await inTransaction(async (tx) => {
    const added = await createProfile(tx, { name, role, phoneNumber: phone ?? null, passwordHash });
    if (!added)
      throw new CliError(`There is already a person called ${name}. List them: npx trunkline users list`, {
        exit: EXIT.conflict,
      });
    await recordAudit(tx, 'users', 'user.created', `profile:${added.id}`);
    return added;
  });
  process.stdout.write(`Added ${name} as ${role} with the id ${id}. To log in: npx trunkline users link ${name}\n`);
}

async function deactivate(name: string): Promise<void> {
  await change(name, 'user.changed', { isActive: false });
  process.stdout.write(`${name} is deactivated: all sessions, keys and logins have ended.\n`);
}

async function setPassword(name: string, { passwordStdin = false }: { passwordStdin?: boolean }): Promise<void> {
  const passwordHash = await hash(await readPassword(passwordStdin));
  await change(name, 'profile.password_changed', { passwordHash });
  process.stdout.write(`${name} has a new password; earlier sessions have ended.\n`);
}

async function link(name: string): Promise<void> {
  const token = newToken();
  await inTransaction(async (tx) => {
    const { id, isActive } = await getProfile(tx, name);
    if (!isActive) throw new CliError(`${name} is deactivated and cannot log in.`, { exit: EXIT.conflict });
    await createLoginLink(tx, digestOf(token), id);
    await recordAudit(tx, 'users', 'login_link.created', `profile:${id}`);
  });
  process.stdout.write(`${readConfig().siteUrl}/login?token=${token}\n`);
}

const change = (name: string, event: string, difference: Parameters<typeof changeProfile>[2]): Promise<void> =>
  inTransaction(async (tx) => {
    const { id } = await getProfile(tx, name);
    await changeProfile(tx, id, difference);
    await recordAudit(tx, 'users', event, `profile:${id}`);
  });

/** Returns the person with this name; throws a `CliError` if there is none. */
export async function getProfile(tx: Scoped, name: string): Promise<ProfileRow> {
  const profile = await findProfileByName(tx, name);
  if (profile) return profile;
  throw new CliError(`There is no person called ${name}. List them: npx trunkline users list`, { exit: EXIT.notFound });
}

function readNumber(text: string): string {
  const number = dialableNumber(text);
  if (number !== null) return number;
  throw new InvalidArgumentError('A phone number is such as +16175006181.');
}
