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

It changes nothing, and workers may run at the same time.

Exit code: 0 if every row equals its facts, 10 if one differs.`;

type Options = { since?: Date; json?: boolean };

/** `rebuild`: folds every call from its facts again and compares the result with the stored rows. */
export const rebuildCommand = ({ signal, end }: Invocation): Command =>
  new Command('rebuild')
    .description('fold every call from its facts again, and list where the stored rows differ')
    .option('--since <time>', 'only calls observed since then, such as 2026-11-01', readTime)
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
