import { rebuildCalls } from '@trunkline/db/calls';
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { readTime } from '../terminal/read-time.ts';
import { renderDrift } from './render-drift.ts';
import { showProgress } from '../terminal/show-progress.ts';
import { useDatabase } from '../use-database.ts';

const EXAMPLES = `
Examples:
  npm run rebuild
  npm run rebuild -- --since 2026-11-01 --json

Workers may go on meanwhile. It ends with 0 where every row is what its facts make of it, with 10 where one is not.`;

type Options = { since?: Date; json?: boolean };

/** `rebuild`: folds every call anew from its facts and tells where the stored rows differ. */
export const rebuildCommand = ({ signal, end }: Invocation): Command =>
  new Command('rebuild')
    .description('fold every call anew from its facts, beside the stored rows, and tell every difference')
    .option('--since <time>', 'only calls of which something was observed since, such as 2026-11-01', readTime)
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async ({ since, json = false }: Options) => {
      const { databaseUrl, ownedNumbers } = readConfig();
      using progress = showProgress('calls');
      const options = { since, signal, onProgress: progress.update };
      const rebuilt = await useDatabase(databaseUrl, (db) => rebuildCalls(db, ownedNumbers, options));
      progress.end();
      process.stdout.write(json ? `${JSON.stringify(toJson(rebuilt), null, 2)}\n` : renderDrift(rebuilt));
      end(rebuilt.driftCount === 0 ? EXIT.ok : EXIT.findings);
    });

const toJson = ({ calls, recordings, facts, driftCount, drift }: Awaited<ReturnType<typeof rebuildCalls>>) => ({
  calls,
  recordings,
  facts,
  drift_count: driftCount,
  drift,
});
