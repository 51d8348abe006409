import { rebuildCalls, repairNumbers, type Rebuilt, type Repaired } from '@trunkline/db/calls';
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { readTime } from '../terminal/read-time.ts';
import { renderDrift } from './render-drift.ts';
import { showProgress } from '../terminal/show-progress.ts';
import { useDatabase } from '../use-database.ts';
import { printResult } from '../terminal/print-result.ts';

const EXAMPLES = `
Examples:
  npx trunkline rebuild
  npx trunkline rebuild --since 2026-11-01 --json
  npx trunkline rebuild --apply

Without --apply it changes nothing. With it, direction, outside number and
conversation of calls are written where they differ, and contacts that are no
number of a person are removed, with their conversations. OWNED_PHONE_NUMBERS and
DEFAULT_COUNTRY must be those of worker-status. Workers may run at the same time.

Exit code: 0 if every row equals its facts, 10 if one differs.`;

type Options = { since?: Date; json?: boolean; apply?: boolean };

/** `rebuild`: folds every call from its facts again and compares the result with the stored rows. */
export const rebuildCommand = ({ command, signal, end }: Invocation): Command =>
  command
    .option('--since <time>', 'only calls observed since then, such as 2026-11-01', readTime)
    .option('--json', 'print one JSON object')
    .option('--apply', 'write what the rules for phone numbers change, then compare again')
    .addHelpText('after', EXAMPLES)
    .action(async ({ since, json = false, apply = false }: Options) => {
      const { databaseUrl, ownedNumbers } = readConfig();
      using progress = showProgress('calls');
      const options = { since, signal, onProgress: progress.update };
      const { rebuilt, repaired } = await useDatabase(databaseUrl, async (db) => {
        const found = await rebuildCalls(db, ownedNumbers, options);
        if (!apply) return { rebuilt: found, repaired: null };
        const written = await repairNumbers(db, ownedNumbers, found.misread, options);
        return { rebuilt: await rebuildCalls(db, ownedNumbers, options), repaired: written };
      });
      progress.end();
      printResult(json, toJson(rebuilt, repaired), () => renderDrift(rebuilt, repaired));
      end(rebuilt.driftCount === 0 ? EXIT.ok : EXIT.findings);
    });

const toJson = ({ calls, recordings, facts, driftCount, drift }: Rebuilt, repaired: Repaired | null) => ({
  ...(repaired && { repaired }),
  calls,
  recordings,
  facts,
  drift_count: driftCount,
  drift,
});
