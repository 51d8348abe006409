import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Servers that Debian keeps off the PATH of users. */
const SYSTEM_FOLDER = '/usr/sbin';

/** The path of a program of this machine, or undefined where it is not installed. */
export const findProgram = (name: string): string | undefined =>
  [...(process.env['PATH'] ?? '').split(delimiter), SYSTEM_FOLDER]
    .map((folder) => join(folder, name))
    .find((path) => isExecutable(path));

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
