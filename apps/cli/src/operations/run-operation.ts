import type { operation, operationPreview } from '@trunkline/api-contract/operations';
import type { OperationKind } from '@trunkline/telephony/operations';
import { printable } from '@trunkline/explain/text';
import { setTimeout as delay } from 'node:timers/promises';
import type { output } from 'zod';
import type { Api } from '../api/open-api.ts';
import { CliError } from '../cli-error.ts';
import { EXIT, type ExitCode } from '../invocation.ts';
import { confirm } from '../terminal/confirm.ts';
import { showProgress } from '../terminal/show-progress.ts';
import type { OperationOptions } from './operation-options.ts';

type Preview = output<typeof operationPreview>;
type Operation = output<typeof operation>;

type Wanted = { kind: OperationKind; filter: Record<string, string>; all: boolean };

const LOOK_EVERY_MS = 500;
const IN_CONSOLE = 'The console shows it, and cancels it.';

/**
 * Says what an operation would do, asks, and has it done to exactly these rows. Resolves when it has ended, or with
 * `--no-wait` as soon as it has begun; then a worker goes on. So it does after Ctrl-C.
 */
export async function runOperation(
  api: Api,
  wanted: Wanted,
  { reason, rate, canary, yes, dryRun, wait, json }: OperationOptions,
  signal: AbortSignal,
): Promise<ExitCode> {
  const preview = await api.post<Preview>('/api/operations', { ...wanted, dry_run: true });
  if (dryRun || preview.items === 0) return print(json, preview, preview.summary);
  process.stderr.write(`${preview.summary}\n`);
  if (!yes && !(await confirm('Do it?'))) throw new CliError('Nothing was changed.');
  const body = { ...wanted, preview: preview.preview, rate, canary: Math.min(canary, preview.items), reason };
  const begun = await api.post<Operation>('/api/operations', body).catch((error: unknown) => {
    if (signal.aborted) process.stderr.write(`The operation may have begun. ${IN_CONSOLE}\n`);
    throw error;
  });
  if (!wait) return print(json, begun, `Operation ${begun.id} has begun.`);
  const ended = await watch(api, begun, signal);
  print(json, ended, describeEnd(ended));
  return ended.state === 'done' && ended.failed === 0 ? EXIT.ok : EXIT.failed;
}

function print(json: boolean | undefined, answer: object, sentence: string): ExitCode {
  process.stdout.write(json ? `${JSON.stringify(answer, null, 2)}\n` : `${sentence}\n`);
  return EXIT.ok;
}

async function watch(api: Api, begun: Operation, signal: AbortSignal): Promise<Operation> {
  using progress = showProgress('done');
  let now = begun;
  while (now.state === 'running' || now.state === 'paused') {
    const settled = now.ok + now.failed + now.skipped;
    progress.update(
      settled,
      now.total,
      now.state === 'paused' ? 'paused' : now.failed > 0 ? `${now.failed} failed` : '',
    );
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch((error: unknown) => {
      progress.end();
      process.stderr.write(`Operation ${begun.id} goes on. ${IN_CONSOLE}\n`);
      throw error;
    });
    now = await api.get<Operation>(`/api/operations/${now.id}`);
  }
  progress.update(now.ok + now.failed + now.skipped, now.total);
  return now;
}

function describeEnd({ id, state, total, ok, failed, skipped, ended_because: because, errors }: Operation): string {
  const head = `Operation ${id} is ${state}${because ? `: ${because}` : ''}. Of ${total}: ${ok} succeeded, ${failed} failed, ${skipped} had changed meanwhile.`;
  return [head, ...errors.slice(0, 5).map(({ id: row, error }) => `  ${row}  ${error}`)].map(printable).join('\n');
}
