import { unscoped, type Database } from '@trunkline/db/connection';
import { cancelSyncRun, findSyncRun, requestSync, type SyncRun } from '@trunkline/db/reconciliation';
import { Command } from 'commander';
import { setTimeout as delay } from 'node:timers/promises';
import { readConfig } from '../config.ts';
import { EXIT } from '../exit-code.ts';
import { readTime } from '../read-time.ts';
import type { Invocation } from '../run-program.ts';
import { showProgress } from '../show-progress.ts';
import { Trouble } from '../trouble.ts';
import { useDatabase } from '../use-database.ts';

const EXAMPLES = `
Examples:
  npm run sync -- --since 2026-11-01
  npm run sync -- --since 2026-11-19 --until 2026-11-20 --json

worker-reconcile does the scan; Ctrl-C cancels it after the page it is at. Calls that Trunkline knows by their callbacks
get what was missing; calls that it has never heard of are taken in. It ends with 0, or with 1 where the scan failed.`;

type Options = { since: Date; until?: Date; json?: boolean };

const LOOK_EVERY_MS = 200;
const TAKEN_UP_WITHIN_MS = 30_000;

/** `sync --since`: scans Twilio's lists of calls and recordings and takes in what is not known. */
export const syncCommand = ({ signal, end }: Invocation): Command =>
  new Command('sync')
    .description('scan Twilio’s lists of calls and recordings, and take in what is not known')
    .requiredOption('--since <time>', 'from when, such as 2026-11-01 or 2026-11-01T14:00:00Z', readTime)
    .option('--until <time>', 'up to when; now when not given', readTime)
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async ({ since, until = new Date(), json = false }: Options, command: Command) => {
      if (since > until) command.error('error: --since must be earlier than --until.');
      const { databaseUrl } = readConfig();
      const run = await useDatabase(databaseUrl, (db) => watchScan(db, { since, until }, signal));
      if (run.state === 'failed') throw new Trouble(`The scan failed: ${run.error}`);
      process.stdout.write(json ? `${JSON.stringify(toJson(run), null, 2)}\n` : describe(run));
      end(run.state === 'completed' ? EXIT.fine : EXIT.interrupted);
    });

/** Asks for a scan and shows how far it is until it is over. */
async function watchScan(db: Database, window: { since: Date; until: Date }, signal: AbortSignal): Promise<SyncRun> {
  let run = await requestSync(unscoped(db), { kind: 'sync', ...window });
  const cancel = () => void cancelSyncRun(unscoped(db), run.id).catch(() => {});
  signal.addEventListener('abort', cancel);
  using progress = showProgress('days');
  const began = performance.now();
  while (run.state === 'queued' || run.state === 'running') {
    if (run.state === 'queued' && performance.now() - began > TAKEN_UP_WITHIN_MS) throw await giveUp(db, run.id);
    await delay(LOOK_EVERY_MS);
    run = (await findSyncRun(unscoped(db), run.id))!;
    const { daysDone = 0, daysTotal = 0, calls = 0 } = run.progress;
    if (daysTotal > 0) progress.update(daysDone, daysTotal, `${calls.toLocaleString('en-GB')} calls read`);
  }
  progress.end();
  return run;
}

async function giveUp(db: Database, id: string): Promise<Trouble> {
  await cancelSyncRun(unscoped(db), id);
  return new Trouble('No worker-reconcile took the scan up in 30 s. Is npm start, or that service, running?');
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
});

function describe({ state, synced, skipped, total, progress }: SyncRun): string {
  const head = state === 'canceled' ? 'Canceled. ' : '';
  const { recordings = 0, requests = 0, gaps = 0 } = progress;
  return `${head}Synced ${synced} of ${total} calls (${skipped} left out by the filters), read ${recordings} recordings, in ${requests} requests; ${gaps} missing callbacks noticed.\n`;
}
