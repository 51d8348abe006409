import { unscoped, type Database } from '@trunkline/db/connection';
import { cancelSyncRun, findSyncRun, requestSync, type SyncRun } from '@trunkline/db/reconciliation';
import { isOpenSyncRun } from '@trunkline/telephony/reconciliation';
import type { Command } from 'commander';
import { setTimeout as delay } from 'node:timers/promises';
import { readConfig } from '../config.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { readTime } from '../terminal/read-time.ts';
import { showProgress } from '../terminal/show-progress.ts';
import { CliError } from '../cli-error.ts';
import { useDatabase } from '../use-database.ts';
import { printResult } from '../terminal/print-result.ts';

const EXAMPLES = `
Examples:
  npx trunkline sync --since 2026-11-01
  npx trunkline sync --since 2026-11-19 --until 2026-11-20 --json

worker-reconcile runs the scan; Ctrl-C cancels it after the current page. Known
calls get what was missing, unknown calls are imported.

Exit code: 0, or 1 if the scan failed.`;

type Options = { since: Date; until?: Date; json?: boolean };

const POLL_EVERY_MS = 200;
const STARTS_WITHIN_MS = 30_000;

/** `sync --since`: scans Twilio's lists of calls and recordings and imports what is missing. */
export const syncCommand = ({ command, signal, end }: Invocation): Command =>
  command
    .requiredOption('--since <time>', 'start, such as 2026-11-01 or 2026-11-01T14:00:00Z', readTime)
    .option('--until <time>', 'end; default: now', readTime)
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async ({ since, until = new Date(), json = false }: Options) => {
      if (since > until) command.error('error: --since must be earlier than --until.');
      const { databaseUrl } = readConfig();
      const run = await useDatabase(databaseUrl, (db) => runScan(db, { since, until }, signal));
      if (run.state === 'failed') throw new CliError(`The scan failed: ${run.error}`);
      printResult(json, toJson(run), () => describe(run));
      end(run.state === 'completed' ? EXIT.ok : EXIT.interrupted);
    });

/** Requests a scan and shows its progress until it has ended. */
async function runScan(db: Database, window: { since: Date; until: Date }, signal: AbortSignal): Promise<SyncRun> {
  let run = await requestSync(unscoped(db), { kind: 'sync', ...window });
  const cancel = () => void cancelSyncRun(unscoped(db), run.id).catch(() => {});
  signal.addEventListener('abort', cancel);
  using progress = showProgress('days');
  const began = performance.now();
  while (isOpenSyncRun(run)) {
    if (run.state === 'queued' && performance.now() - began > STARTS_WITHIN_MS) throw await cancelUnstarted(db, run.id);
    await delay(POLL_EVERY_MS);
    run = (await findSyncRun(unscoped(db), run.id))!;
    const { daysDone = 0, daysTotal = 0, calls = 0 } = run.progress;
    if (daysTotal > 0) progress.update(daysDone, daysTotal, `${calls.toLocaleString('en-GB')} calls read`);
  }
  progress.end();
  return run;
}

async function cancelUnstarted(db: Database, id: string): Promise<CliError> {
  await cancelSyncRun(unscoped(db), id);
  return new CliError(
    'No worker-reconcile started the scan within 30 s. Start it with npm start, or the service itself.',
  );
}

const toJson = ({ id, state, since, until, synced, skipped, total, progress }: SyncRun) => ({
  run: id,
  state,
  since,
  until,
  synced,
  skipped,
  total,
  recordings: progress.recordings ?? 0,
  requests: progress.requests ?? 0,
  gaps: progress.gaps ?? 0,
  unreadable: progress.unreadable ?? { count: 0, rows: [] },
});

function describe({ state, synced, skipped, total, progress }: SyncRun): string {
  const head = state === 'canceled' ? 'Canceled. ' : '';
  const { recordings = 0, requests = 0, gaps = 0 } = progress;
  const imported = `Synced ${synced} of ${total} calls (${skipped} excluded by the filters) and read ${recordings} recordings`;
  return `${head}${imported}, in ${requests} requests; found ${gaps} missing callbacks.\n${describeUnreadable(progress)}`;
}

function describeUnreadable({ unreadable }: SyncRun['progress']): string {
  if (!unreadable) return '';
  const named = unreadable.rows.map(({ list, sid, fault }) => `  ${list} ${sid ?? 'without a SID'}: ${fault}\n`);
  return `Skipped ${unreadable.count} rows that cannot be read:\n${named.join('')}`;
}
