import type { CustodyChange, CustodyStep } from './custody.ts';

/**
 * Why an attempt to fetch a recording failed. `not-yet`: Twilio has no media for it yet. `refused`: what was received is
 * not the recording. `trouble`: a network, server or storage error, which says nothing about the recording.
 */
export type MediaFault = 'not-yet' | 'refused' | 'trouble';

/** Media appears late; after ten minutes it is given up. */
const LATE_AT_MOST_MS = 10 * 60_000;
/** Attempts whose content was not the recording; a wrong content seldom becomes right. */
const REFUSED_AT_MOST = 8;
/** Errors of network, server or storage are retried for three days. */
const TROUBLE_AT_MOST_MS = 3 * 86_400_000;

const LONGEST_DELAY_SECONDS: Record<MediaFault, number> = { 'not-yet': 60, refused: 60, trouble: 300 };

export type FetchFault = { fault: MediaFault; reason: string; seen: Readonly<Record<string, string | number>> };

/** The change after a failed attempt: another attempt later, or the end. Pure; `random` is in [0, 1). */
export function afterFault(
  evidence: readonly CustodyStep[],
  { fault, reason, seen }: FetchFault,
  { attempt, now, random }: { attempt: number; now: Date; random: number },
): CustodyChange {
  const steps = addStep(evidence, { at: now.toISOString(), step: fault, attempt, reason, ...seen });
  const alike = steps.filter(({ step }) => step === fault);
  const times = alike.reduce((sum, step) => sum + (step.times ?? 1), 0);
  const sinceMs = now.getTime() - Date.parse(alike[0]!.at);
  if (isOver(fault, times, sinceMs)) {
    const end = { at: now.toISOString(), step: 'failed', attempt, reason };
    return { custody: 'failed', evidence: [...steps, end] };
  }
  const delaySeconds = Math.min(LONGEST_DELAY_SECONDS[fault], 2 ** (times - 1)) * (0.75 + random / 2);
  return { custody: 'announced', delaySeconds, evidence: steps };
}

/** The evidence with one more step; a step like the last one is counted on it. */
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
