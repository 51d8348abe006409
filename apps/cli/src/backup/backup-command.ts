import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { readConfig } from '../config.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { showProgress } from '../terminal/show-progress.ts';
import { useDatabase } from '../use-database.ts';
import { describeBackup } from './describe-backup.ts';
import { makeBackup } from './make-backup.ts';
import { showSteps } from './show-steps.ts';
import { printResult } from '../terminal/print-result.ts';

const EXAMPLES = `
Examples:
  BACKUP_KEY="$(cat key)" npx trunkline backup /srv/backups
  npx trunkline backup /srv/backups --objects list --plain --json

Makes a folder /srv/backups/trunkline-<time>-<id> with all rows of the database,
the objects of the store and the spool of this machine (SPOOL_DIR), while the apps
run: one moment of the database, and no lock that they wait for. It needs no
pg_dump. Everything is encrypted with BACKUP_KEY, 32 characters or more, such as
openssl rand -base64 32 prints. Without the key there is no restore: keep it
elsewhere than the backups. Roles of the server, Redis and .env are not in it.

--objects copy writes the recordings into the backup, list only their names and
hashes: for a store that keeps versions, or has a backup of its own. Without the
option a folder is copied, and a bucket is listed. RECORDINGS_DIR or S3_… must be
those of worker-recording, DATABASE_URL the owner of the tables.

Exit code: 0 if every object is as it was stored, 10 if one is missing or differs.`;

type Options = { objects?: string; plain?: boolean; json?: boolean };

/** `backup`: writes rows, objects and spool into a new folder. */
export const backupCommand = ({ command, signal, end }: Invocation): Command =>
  command
    .argument('[folder]', 'folder in which the backup gets a folder of its own', '.data/backups')
    .option('--objects <how>', 'copy or list the objects of the store')
    .option('--plain', 'do not encrypt it')
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (parent: string, { objects, plain = false, json = false }: Options) => {
      const config = readConfig();
      if (objects !== undefined && objects !== 'copy' && objects !== 'list')
        command.error('error: --objects is copy or list.');
      if (!plain && config.backupKey === undefined)
        throw new CliError(
          'A backup holds numbers, words and recordings of people. Set BACKUP_KEY to encrypt it (openssl rand -base64 32 makes one), or pass --plain.',
        );
      const how = objects ?? (config.storage.S3_BUCKET === undefined ? 'copy' : 'list');
      const secret = plain ? undefined : config.backupKey;
      using steps = showSteps(showProgress);
      const options = { parent, copies: how === 'copy', secret, signal, progress: steps.update };
      const made = await useDatabase(config.databaseUrl, (db) => makeBackup(db, config, options));
      steps.end();
      printResult(json, made, describeBackup);
      end(made.faults.length > 0 ? EXIT.findings : EXIT.ok);
    });
