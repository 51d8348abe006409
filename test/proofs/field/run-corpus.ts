import type { FieldCase } from './case.ts';
import { openFieldStack } from './open-field-stack.ts';
import { PARTS, partOf, runCase, type Part, type Result } from './run-case.ts';

/** Callbacks that are sent and settled at the same time. */
const CALLBACKS_AT_ONCE = 6;
/** Recordings and webhooks, most of which wait for a next attempt. */
const WAITING_AT_ONCE = 15;

/** Runs the cases against one stack; each result is reported as it is found. */
export async function runCorpus(cases: readonly FieldCase[], report: (result: Result) => void): Promise<Result[]> {
  await using stack = await openFieldStack();
  await Promise.all(['ingest', 'worker-status', 'worker-reconcile', 'api'].map((name) => stack.app(name)));
  const run = async (field: FieldCase): Promise<Result> => {
    const result = await runCase(stack, field);
    report(result);
    return result;
  };
  const of = (part: Part) => cases.filter((field) => partOf(field) === part);
  const slow = of('callbacks').filter(isSlow);
  const quick = of('callbacks').filter((field) => !isSlow(field));
  const waiting = Promise.all([
    runAtOnce(slow, slow.length, run),
    runAtOnce([...of('recordings'), ...of('webhooks')], WAITING_AT_ONCE, run),
  ]);
  const found = await runAtOnce(quick, CALLBACKS_AT_ONCE, run);
  found.push(...(await waiting).flat());
  for (const part of PARTS) {
    const isAlone = part === 'logs' || part === 'rest' || part === 'models' || part === 'session';
    if (isAlone) found.push(...(await runAtOnce(of(part), 1, run)));
  }
  return found;
}

/** A case that waits for a fact that comes much later, such as an answer of the REST API. */
const isSlow = (field: FieldCase): boolean => field.expect.within !== undefined;

type Run = (field: FieldCase) => Promise<Result>;

async function runAtOnce(cases: readonly FieldCase[], most: number, run: Run): Promise<Result[]> {
  const due = [...cases];
  const found: Result[] = [];
  const next = async (): Promise<void> => {
    for (let field = due.shift(); field; field = due.shift()) found.push(await run(field));
  };
  await Promise.all(Array.from({ length: most }, next));
  return found;
}
