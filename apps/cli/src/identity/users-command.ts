import { ROLES, type Role } from '@trunkline/access';
import { Option, type Command } from 'commander';
import type { TargetOptions } from '../api/target.ts';
import type { Invocation } from '../invocation.ts';
import { renderTable } from '../terminal/render-table.ts';
import { isRemote, openPeople, withPlace } from './open-people.ts';
import { readPassword } from './read-password.ts';

const EXAMPLES = `
Examples:
  npx trunkline users create grace --role superadmin
  npx trunkline users link grace
  echo "correct horse battery staple" | npx trunkline users password grace --password-stdin
  npx trunkline users deactivate grace
  npx trunkline users list --profile production

They work on the database, also while no one can log in. With --url, --key or --profile
they ask the API, by the rights of the key.`;

type ToCreate = TargetOptions & { role: Role; phone?: string; passwordStdin?: boolean };

/** `users`: manages the people who may log in. */
export function usersCommand({ command: users, signal }: Invocation): Command {
  users.addHelpText('after', EXAMPLES);
  withPlace(users.command('list').description('list all people by name')).action(async (options: TargetOptions) => {
    const people = await (await openPeople(options, signal)).list();
    const cells = people.map(({ id, name, role, isActive }) => [name, role, isActive ? 'yes' : 'no', id]);
    process.stdout.write(renderTable(['name', 'role', 'active', 'id'], cells));
  });
  const create = users
    .command('create')
    .description('add a person, who logs in with a link or with a password')
    .argument('<name>')
    .addOption(
      new Option('--role <role>', 'role, which decides what the person may do').choices(ROLES).makeOptionMandatory(),
    )
    .option('--phone <number>', 'phone number')
    .option('--password-stdin', 'read a password from the first line of stdin');
  withPlace(create).action(async (name: string, { role, phone, passwordStdin = false, ...place }: ToCreate) => {
    const password = passwordStdin ? await readPassword(true) : undefined;
    const id = await (await openPeople(place, signal)).create({ name, role, phone, password });
    const next = isRemote(place) ? '' : ` To log in: npx trunkline users link ${name}`;
    process.stdout.write(`Added ${name} as ${role} with the id ${id}.${next}\n`);
  });
  const deactivate = users
    .command('deactivate')
    .description('end all sessions, keys and logins of a person')
    .argument('<name>');
  withPlace(deactivate).action(async (name: string, options: TargetOptions) => {
    await (await openPeople(options, signal)).deactivate(name);
    process.stdout.write(`${name} is deactivated: all sessions, keys and logins have ended.\n`);
  });
  const password = users
    .command('password')
    .description('set a new password; it ends the sessions of the person')
    .argument('<name>')
    .option('--password-stdin', 'read it from the first line of stdin');
  withPlace(password).action(async (name: string, options: TargetOptions & { passwordStdin?: boolean }) => {
    const given = await readPassword(options.passwordStdin ?? false);
    await (await openPeople(options, signal)).setPassword(name, given);
    process.stdout.write(`${name} has a new password; earlier sessions have ended.\n`);
  });
  users
    .command('link')
    .description('print a link that logs a person in once, within ten minutes; on the database alone')
    .argument('<name>')
    .action(async (name: string) => {
      const { createLink } = await import('./create-link.ts');
      process.stdout.write(`${await createLink(name)}\n`);
    });
  return users;
}
