import type { CustodyChange, CustodyStep } from '@trunkline/db/recordings';
import { backoffMs } from '@trunkline/service';
import type { MediaFault } from './media/media-error.ts';

/** Media appears late: it is requested again until then. */
const LATE_AT_MOST_MS = 10 * 60_000;
/** Attempts that got something other than the recording: that seldom changes. */
const REFUSED_AT_MOST = 8;
/** Twilio, the network or the store is unavailable: it will be back. */
const UNAVAILABLE_AT_MOST_MS = 3 * 86_400_000;

const LONGEST_DELAY_MS: Record<MediaFault, number> = { 'not-yet': 60_000, refused: 60_000, unavailable: 300_000 };

export type Fault = { fault: MediaFault; reason: string; details: Readonly<Record<string, string | number>> };

/** The custody after a failed attempt: another one later, or the end. Pure; `random` is in [0, 1). */
export function afterFault(
  evidence: readonly CustodyStep[],
  { fault, reason, details }: Fault,
  { attempt, now, random }: { attempt: number; now: Date; random: number },
): CustodyChange {
  const steps = addStep(evidence, { at: now.toISOString(), step: fault, attempt, reason, ...details });
  const alike = steps.filter(({ step }) => step === fault);
  const times = alike.reduce((sum, step) => sum + (step.times ?? 1), 0);
  const sinceMs = now.getTime() - Date.parse(alike[0]!.at);
  if (isOver(fault, times, sinceMs)) {
    const end = { at: now.toISOString(), step: 'failed', attempt, reason };
    return { custody: 'failed', evidence: [...steps, end] };
  }
  const delayMs = backoffMs(times, { firstMs: 1000, longestMs: LONGEST_DELAY_MS[fault], random: () => random });
  return { custody: 'announced', delaySeconds: delayMs / 1000, evidence: steps };
}

/** The evidence with one more step; one equal to the last is counted there instead. */
export function addStep(evidence: readonly CustodyStep[], step: CustodyStep): CustodyStep[] {
  const last = evidence.at(-1);
  if (!last || !isAlike(last, step)) return [...evidence, step];
  return [...evidence.slice(0, -1), { ...last, times: (last.times ?? 1) + 1, lastAt: step.at }];
}

const isAlike = (a: CustodyStep, b: CustodyStep): boolean => a.step === b.step && a['reason'] === b['reason'];

function isOver(fault: MediaFault, times: number, sinceMs: number): boolean {
  if (fault === 'not-yet') return sinceMs >= LATE_AT_MOST_MS;
  return fault === 'refused' ? times >= REFUSED_AT_MOST : sinceMs >= UNAVAILABLE_AT_MOST_MS;
}
