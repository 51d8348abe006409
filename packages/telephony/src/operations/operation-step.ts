import { MOST_BEGUN } from './operation-kind.ts';

/** The items of a running operation by state; of the canary, how many must succeed before the rest begins. */
export type OperationProgress = { canary: number; waiting: number; begun: number; ok: number; failed: number };

/** What a running operation does next: begin up to so many items, or end. */
export type OperationStep = { begin: number } | { end: 'done' } | { end: 'failed'; because: string };

/**
 * The next step of a running operation; `mayBegin` is what its rate allows now. Skipped items prove nothing, so that the
 * canary goes on until enough items succeeded. One that failed ends the operation once the others of the canary settled.
 */
export function nextOperationStep(
  { canary, waiting, begun, ok, failed }: OperationProgress,
  mayBegin: number,
): OperationStep {
  const isCanary = ok < canary;
  if (isCanary && failed > 0)
    return begun > 0 ? { begin: 0 } : { end: 'failed', because: canaryFailed(failed, canary) };
  if (waiting === 0 && begun === 0) return { end: 'done' };
  const most = Math.min(mayBegin, waiting, MOST_BEGUN - begun, isCanary ? canary - ok - begun : Infinity);
  return { begin: Math.max(0, most) };
}

const canaryFailed = (failed: number, canary: number): string =>
  `${failed} of the first ${canary} failed, so the rest was not begun. Read the errors, fix the cause, and create another operation.`;
