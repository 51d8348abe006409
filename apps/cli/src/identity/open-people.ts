import type { Command } from 'commander';
import { openApi } from '../api/open-api.ts';
import { withTarget, type TargetOptions } from '../api/target.ts';
import { isPacked } from '../checkout.ts';
import type { People } from './people.ts';

/** Adds the options of a command that works on the database unless one of them is given. */
export const withPlace = (command: Command): Command =>
  withTarget(command, { heading: 'Installation (without one of these: the database):', url: 'its API' });

/**
 * Neither TRUNKLINE_URL nor the profile in use leads to the API: the first key can be made only in the database, and these
 * commands are also for the day when no one can log in.
 */
export const isRemote = ({ url, key, profile }: TargetOptions): boolean =>
  isPacked || url !== undefined || key !== undefined || profile !== undefined;

/** People and keys at the API that is named, or in the database. */
export async function openPeople(options: TargetOptions, signal: AbortSignal): Promise<People> {
  if (!isRemote(options)) return (await import('./people-in-database.ts')).peopleInDatabase;
  return (await import('./people-at-api.ts')).peopleAtApi(openApi(options, signal));
}
