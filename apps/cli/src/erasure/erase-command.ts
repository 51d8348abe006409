import { dialableNumber } from '@trunkline/telephony/numbers';
import type { Subject } from '@trunkline/db/erasure';
import { InvalidArgumentError, type Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { readConfig } from '../config.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { confirm } from '../terminal/confirm.ts';
import { useDatabase } from '../use-database.ts';
import { describeErasure } from './describe-erasure.ts';
import { erase, previewErasure } from './erase.ts';
import { printResult } from '../terminal/print-result.ts';

const EXAMPLES = `
Examples:
  npx trunkline erase --number +15085140320 --dry-run
  npx trunkline erase --candidate 7 --yes

Erases a person: numbers, names, words and recordings, in all tables, in the
object store, and in ingest's spool folder on this machine (SPOOL_DIR; run it on
every machine with a spool). Rows, states and times stay, so counts are as before.
Callbacks and scans that come later bring nothing back. Not erased: what Twilio,
webhook endpoints, backups and log collectors of yours have. RECORDINGS_DIR or
S3_… must be those of worker-recording, OWNED_PHONE_NUMBERS those of worker-status.
It reads whole tables. Run again, it finishes what was interrupted.`;

type Options = { number?: string; candidate?: number; dryRun?: boolean; yes?: boolean; json?: boolean };

/** `erase`: removes a person from all tables, the object store and the spool. */
export const eraseCommand = ({ command, end }: Invocation): Command =>
  command
    .option('--number <number>', 'phone number of the person', readNumber)
    .option('--candidate <id>', 'id of a candidate, whose number is erased as well', readId)
    .option('--dry-run', 'show what would be erased, and change nothing')
    .option('--yes', 'do not ask for confirmation')
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => {
      const subject = subjectOf(options) ?? command.error('error: give either --number or --candidate.');
      const config = readConfig();
      const print = (result: Parameters<typeof describeErasure>[0]) =>
        printResult(options.json, result, describeErasure);
      const result = await useDatabase(config.databaseUrl, async (db) => {
        const preview = await previewErasure(db, subject, config);
        if (options.dryRun) return preview;
        if (!options.yes) {
          process.stderr.write(describeErasure(preview));
          if (!(await confirm('Erase this for good?'))) throw new CliError('Nothing was erased.');
        }
        return erase(db, subject, config);
      });
      print(result);
      end(result.fetching > 0 ? EXIT.findings : EXIT.ok);
    });

const subjectOf = ({ number, candidate }: Options): Subject | undefined => {
  if ((number === undefined) === (candidate === undefined)) return undefined;
  return number === undefined ? { candidateId: candidate! } : { number };
};

function readNumber(text: string): string {
  const number = dialableNumber(text);
  if (number === null) throw new InvalidArgumentError('It is no phone number. Write it with + and the calling code.');
  return number;
}

function readId(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('The id of a candidate is a number.');
  return Number(text);
}
