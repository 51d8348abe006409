import { fileURLToPath } from 'node:url';
import { startStack, type Backend, type Stack } from '../../support/processes/stack.ts';
import { without, type Ablation } from './ablations/ablations.ts';
import { openSpoolDisk, type SpoolDisk } from './faults/spool-disk.ts';

const NOTE_UNSYNCED = fileURLToPath(new URL('inside/note-unsynced.ts', import.meta.url));

/** The whole system, with a disk for the spool that can fill up and lose what is not synced. */
export async function openScene(
  backend: Backend,
  ablation?: Ablation,
): Promise<AsyncDisposable & { stack: Stack; spool: SpoolDisk }> {
  const { relay = true, ingest = [], worker = [], sql } = without(ablation);
  await using opening = new AsyncDisposableStack();
  const spool = opening.use(await openSpoolDisk());
  const ingestEnv = { ...importing(NOTE_UNSYNCED, ...ingest), UNSYNCED_NOTES: spool.notes };
  const parts = { ingestEnv, workerEnv: importing(...worker), relay, spoolFolder: spool.folder };
  const stack = opening.use(await startStack(backend, parts));
  if (sql) await stack.query(sql);
  const opened = opening.move();
  return { stack, spool, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** The environment of an app into which these modules are loaded. */
const importing = (...files: readonly string[]): Record<string, string> =>
  files.length === 0 ? {} : { NODE_OPTIONS: files.map((file) => `--import ${file}`).join(' ') };
