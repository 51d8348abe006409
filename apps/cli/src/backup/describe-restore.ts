import { asLines, describeFaults } from './describe-backup.ts';
import type { MissingObject } from './copy-objects.ts';
import type { Restored } from './restore-backup.ts';
import type { SettledDatabase } from './settle-database.ts';
import type { Recovered } from './settle-recovered.ts';

const SHOWN = 10;

type Result = SettledDatabase & { objects: { faults: MissingObject[] } };

/** True where nothing is left to do by hand but the usual steps. */
export const isSettled = ({ objects, erased, unreadableErasures }: Result): boolean =>
  objects.faults.length + erased.unmatched.length + erased.unread + unreadableErasures.length === 0;

/** What `restore` prints: what was verified, what was changed, and the next steps. */
export function describeRestore(restored: Restored): string {
  const { at, rows, objects, spool } = restored;
  const sound = objects.count - objects.faults.length;
  return asLines(
    `Restored ${at}: ${rows} rows, as many in each table as in the backup.`,
    `${sound} of ${objects.count} objects are as in the backup; ${objects.written} were written.`,
    ...describeFaults(objects.faults),
    spool === null ? 'The backup has no spool.' : `${spool} files of the spool were added.`,
    ...describeSettled(restored),
    ...nextSteps(restored, at.slice(0, 10)),
  );
}

/** What `restore --recovered` prints. */
export function describeRecovered(recovered: Recovered): string {
  const { count, faults } = recovered.objects;
  return asLines(
    `The database is ready. ${count} objects are in the store, ${faults.length} are missing or differ.`,
    ...describeFaults(faults),
    ...describeSettled(recovered),
    ...nextSteps(recovered, 'the day of that moment'),
  );
}

function describeSettled({ audit, erased, unreadableErasures, settled }: SettledDatabase): string[] {
  const { erasures, calls, unmatched, unread } = erased;
  const lines = [`All ${audit.lines} lines of the audit are unchanged.`];
  if (erasures > 0) lines.push(`Erased again: ${erasures} erasures of after that moment, ${calls} calls.`);
  if (unmatched.length > 0)
    lines.push(
      `${unmatched.length} erasures have the key of another database, so their numbers cannot be recognised: run npx trunkline erase for these persons again (${unmatched.slice(0, SHOWN).join(', ')}).`,
    );
  if (unread > 0)
    lines.push(
      `${unread} spellings of erased numbers are numbers of no country that is known: set DEFAULT_COUNTRY and restore again, or run npx trunkline erase for these persons again.`,
    );
  if (unreadableErasures.length > 0)
    lines.push(`Unreadable records of erasures: ${unreadableErasures.join(', ')}. Erase these persons again.`);
  if (settled)
    lines.push(
      `Canceled ${settled.intents} queued calls, ended ${settled.sessions} logins, and began the event stream again.`,
    );
  return lines;
}

const nextSteps = ({ anchorsAhead }: SettledDatabase, since: string): string[] => [
  'Next:',
  '  npm run db:logins, if this is another server of Postgres',
  '  redis-cli FLUSHALL, if the queues are in Redis: it holds jobs of ids that will be given out again',
  ...(anchorsAhead > 0
    ? [
        `  the store has ${anchorsAhead} anchors of later audit lines: read "After a restore" in docs/operations/access.md`,
      ]
    : []),
  `  start the apps, then npx trunkline sync --since ${since}, and npx trunkline rebuild`,
  '  revoke keys and deactivate people again that were so since',
];
