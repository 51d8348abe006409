import type { CustodyChange, CustodyStep } from './custody.ts';

/**
 * Why an attempt to fetch a recording failed. `not-yet`: Twilio has no media for it yet. `refused`: what was received is
 * not the recording. `unavailable`: Twilio or the network is; that says nothing about the recording. `empty`
 * and `gone` are certain at once: the recording has a length of zero, or was deleted at Twilio.
 */
export type MediaFault = 'not-yet' | 'refused' | 'unavailable' | 'empty' | 'gone';

/** Media appears late; after ten minutes it is given up. */
const LATE_AT_MOST_MS = 10 * 60_000;
/** Attempts whose content was not the recording; a wrong content seldom becomes right. */
const REFUSED_AT_MOST = 8;
/** Twilio or the network is unavailable: attempts go on for three days. */
const UNAVAILABLE_AT_MOST_MS = 3 * 86_400_000;

/** Evidence of an earlier version says this. */
const FORMERLY_UNAVAILABLE = 'trouble';

/** Of faults that are retried. */
type RetriedFault = Exclude<MediaFault, 'empty' | 'gone'>;
const LONGEST_DELAY_MS: Record<RetriedFault, number> = { 'not-yet': 60_000, refused: 60_000, unavailable: 300_000 };

export type FetchFault = { fault: MediaFault; reason: string; details: Readonly<Record<string, string | number>> };

/** When and with which backoff an attempt failed. `retryDelayMs` is given the failures of this kind and the longest delay. */
export type FailedAttempt = {
  attempt: number;
  now: Date;
  /** Seconds, as announced: of a recording of zero seconds nothing is lost when it cannot be fetched. */
  durationSec?: number | null;
  retryDelayMs: (failures: number, longestMs: number) => number;
};

/** The custody after a failed attempt: another one later, or the end. Pure. */
export function afterFault(
  evidence: readonly CustodyStep[],
  { fault, reason, details }: FetchFault,
  { attempt, now, durationSec = null, retryDelayMs }: FailedAttempt,
): CustodyChange {
  const steps = addStep(evidence, { at: now.toISOString(), step: fault, attempt, reason, ...details });
  if (fault === 'empty' || fault === 'gone') return { custody: fault, evidence: steps };
  const alike = steps.filter(
    ({ step }) => step === fault || (fault === 'unavailable' && step === FORMERLY_UNAVAILABLE),
  );
  const times = alike.reduce((sum, step) => sum + (step.times ?? 1), 0);
  const sinceMs = now.getTime() - Date.parse(alike[0]!.at);
  if (isOver(fault, times, sinceMs)) {
    const custody = durationSec === 0 ? 'empty' : 'failed';
    return { custody, evidence: [...steps, { at: now.toISOString(), step: custody, attempt, reason }] };
  }
  return { custody: 'announced', delaySeconds: retryDelayMs(times, LONGEST_DELAY_MS[fault]) / 1000, evidence: steps };
}

const LONGEST_WAIT_MS = 30_000;

/** The custody while our own store stores nothing: the recording waits without a limit, and no attempt is counted. Pure. */
export function afterStoreOutage(
  evidence: readonly CustodyStep[],
  cause: string,
  { now, retryDelayMs }: Pick<FailedAttempt, 'now' | 'retryDelayMs'>,
): CustodyChange {
  const steps = addStep(evidence, { at: now.toISOString(), step: 'waiting', reason: `the store: ${cause}` });
  const delaySeconds = retryDelayMs(steps.at(-1)!.times ?? 1, LONGEST_WAIT_MS) / 1000;
  return { custody: 'announced', delaySeconds, isUncharged: true, evidence: steps };
}

/** The evidence with one more step; one equal to the last is counted there instead. */
export function addStep(evidence: readonly CustodyStep[], step: CustodyStep): CustodyStep[] {
  const last = evidence.at(-1);
  if (!last || !isAlike(last, step)) return [...evidence, step];
  return [...evidence.slice(0, -1), { ...last, times: (last.times ?? 1) + 1, lastAt: step.at }];
}

const isAlike = (a: CustodyStep, b: CustodyStep): boolean => a.step === b.step && a['reason'] === b['reason'];

function isOver(fault: RetriedFault, times: number, sinceMs: number): boolean {
  if (fault === 'not-yet') return sinceMs >= LATE_AT_MOST_MS;
  return fault === 'refused' ? times >= REFUSED_AT_MOST : sinceMs >= UNAVAILABLE_AT_MOST_MS;
}
