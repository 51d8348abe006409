import type { CustodyChange, CustodyStep } from '@trunkline/db/recordings';
import { backoffMs } from '@trunkline/service';
import type { MediaFault } from './media/media-error.ts';

/** Media appears late: until then it is asked for again and again. */
const LATE_AT_MOST_MS = 10 * 60_000;
/** What came was not the recording: that seldom mends itself. */
const REFUSED_AT_MOST = 8;
/** The way is not open: it will be. */
const TROUBLE_AT_MOST_MS = 3 * 86_400_000;

const LONGEST_DELAY_MS: Record<MediaFault, number> = { 'not-yet': 60_000, refused: 60_000, trouble: 300_000 };

export type Fault = { fault: MediaFault; reason: string; seen: Readonly<Record<string, string | number>> };

/** What follows from a failed attempt: another one later, or the end. Pure; `random` is in [0, 1). */
export function afterFault(
  evidence: readonly CustodyStep[],
  { fault, reason, seen }: Fault,
  { attempt, now, random }: { attempt: number; now: Date; random: number },
): CustodyChange {
  const told = addStep(evidence, { at: now.toISOString(), step: fault, attempt, reason, ...seen });
  const alike = told.filter(({ step }) => step === fault);
  const times = alike.reduce((sum, step) => sum + (step.times ?? 1), 0);
  const sinceMs = now.getTime() - Date.parse(alike[0]!.at);
  if (isOver(fault, times, sinceMs)) {
    const end = { at: now.toISOString(), step: 'failed', attempt, reason };
    return { custody: 'failed', evidence: [...told, end] };
  }
  const delayMs = backoffMs(times, { firstMs: 1000, longestMs: LONGEST_DELAY_MS[fault], random: () => random });
  return { custody: 'announced', delaySeconds: delayMs / 1000, evidence: told };
}

/** The evidence with one more step; a step like the last one is counted on that. */
export function addStep(evidence: readonly CustodyStep[], step: CustodyStep): CustodyStep[] {
  const last = evidence.at(-1);
  if (!last || !isAlike(last, step)) return [...evidence, step];
  return [...evidence.slice(0, -1), { ...last, times: (last.times ?? 1) + 1, lastAt: step.at }];
}

const isAlike = (a: CustodyStep, b: CustodyStep): boolean => a.step === b.step && a['reason'] === b['reason'];

function isOver(fault: MediaFault, times: number, sinceMs: number): boolean {
  if (fault === 'not-yet') return sinceMs >= LATE_AT_MOST_MS;
  return fault === 'refused' ? times >= REFUSED_AT_MOST : sinceMs >= TROUBLE_AT_MOST_MS;
}
