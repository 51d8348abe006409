import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { readConfig } from '../config.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { confirm } from '../terminal/confirm.ts';
import { showProgress } from '../terminal/show-progress.ts';
import { useDatabase } from '../use-database.ts';
import { describeContent } from './describe-backup.ts';
import { describeRecovered, describeRestore, isSettled } from './describe-restore.ts';
import { openBackup } from './files/backup-folder.ts';
import { restoreBackup } from './restore-backup.ts';
import { settleRecovered } from './settle-recovered.ts';
import { showSteps } from './show-steps.ts';
import { verifyFiles } from './verify-files.ts';
import { printResult } from '../terminal/print-result.ts';

const EXAMPLES = `
Examples:
  npx trunkline restore /srv/backups/trunkline-2026-11-29T104200Z-1b9d6bcd --check
  DATABASE_URL=postgresql://…/new npx trunkline restore /srv/backups/trunkline-…
  npx trunkline restore /srv/backups/trunkline-… --replace --yes
  npx trunkline restore --recovered

Stop all apps first. It needs a database that npx trunkline migrate of the same version
made, without rows. It verifies every file of the backup, then loads the rows in one
transaction, compares their number with the backup's, recomputes the audit's chain,
erases again whom npx trunkline erase erased since the backup, by the records in the
object store (erasures/), writes the objects that the store lacks, and compares the
hash of each copied one, the size of each listed one. Interrupted, it leaves the database as it was: run it again.

Queued calls are canceled, as they may have been placed since, logins end, and the
event stream begins again. --exact leaves all three as they were: for a move of a
system whose apps were stopped before its backup. --recovered restores nothing, and
does these steps and the erasures in a database that was recovered by other means,
such as to a point in time; it compares the size of each recording in the store.

Exit code: 0 if all is restored, 10 if an object is missing or an erasure is not done.`;

type Options = {
  check?: boolean;
  replace?: boolean;
  exact?: boolean;
  recovered?: boolean;
  yes?: boolean;
  json?: boolean;
};

/** `restore`: verifies a backup, and loads it into an empty database. */
export const restoreCommand = ({ command, signal, end }: Invocation): Command =>
  command
    .argument('[folder]', 'folder of the backup, as npx trunkline backup printed it')
    .option('--check', 'verify the files of the backup, and restore nothing')
    .option('--replace', 'delete the rows that the database has')
    .option('--exact', 'nothing happened since the backup: keep queued calls, logins and the stream')
    .option('--recovered', 'restore nothing: the database was recovered to an earlier moment by other means')
    .option('--yes', 'do not ask for confirmation before --replace')
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (folder: string | undefined, options: Options) => {
      if ((folder === undefined) !== (options.recovered === true))
        command.error('error: give either the folder of a backup or --recovered.');
      const config = readConfig();
      using steps = showSteps(showProgress);
      const work = { signal, progress: steps.update };
      const print = (result: object, described: string) => printResult(options.json, result, () => described);
      if (folder === undefined) {
        const recovered = await useDatabase(config.databaseUrl, (db) => settleRecovered(db, config, work));
        steps.end();
        print(recovered, describeRecovered(recovered));
        return end(isSettled(recovered) ? EXIT.ok : EXIT.findings);
      }
      const backup = await openBackup(folder, config.backupKey);
      await verifyFiles(folder, backup, work);
      steps.end();
      if (options.check) return print(contentOf(backup), describeContent(backup));
      const { host, pathname } = new URL(config.databaseUrl);
      const question = `Delete all rows of ${host}${pathname}, and restore ${backup.manifest.at}?`;
      const { replace = false, exact = false } = options;
      if (replace && !options.yes && !(await confirm(question))) throw new CliError('Nothing was restored.');
      const how = { ...work, replaces: replace, isExact: exact };
      const restored = await useDatabase(config.databaseUrl, (db) => restoreBackup(db, config, backup, how));
      steps.end();
      print(restored, describeRestore(restored));
      end(isSettled(restored) ? EXIT.ok : EXIT.findings);
    });

const contentOf = ({ header, manifest }: Awaited<ReturnType<typeof openBackup>>) => ({
  id: header.id,
  at: manifest.at,
  rows: Object.fromEntries(manifest.tables.map(({ name, rows }) => [name, rows])),
  objects: { how: manifest.objects.how, count: manifest.objects.list.length },
  spool: manifest.spool && manifest.spool.length,
});
