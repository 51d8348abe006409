import { CliError } from '../cli-error.ts';
import { EXIT } from '../invocation.ts';

export const unknownPerson = (name: string): CliError =>
  new CliError(`There is no person called ${name}. List them: npx trunkline users list`, { exit: EXIT.notFound });

export const nameTaken = (name: string): CliError =>
  new CliError(`There is already a person called ${name}. List them: npx trunkline users list`, {
    exit: EXIT.conflict,
  });

export const isDeactivated = (name: string, consequence: string): CliError =>
  new CliError(`${name} is deactivated and ${consequence}.`, { exit: EXIT.conflict });

export const tooManyKeys = (label: string, name: string): CliError =>
  new CliError(`Two keys "${label}" of ${name} are active already. Revoke one; list them: npx trunkline keys list`, {
    exit: EXIT.conflict,
  });

export const noKey = (id: string): CliError =>
  new CliError(`There is no active key ${id}. List them: npx trunkline keys list`, { exit: EXIT.notFound });
