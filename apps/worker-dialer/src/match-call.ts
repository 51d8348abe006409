/** A call at Twilio that may be the one looked for: to and from the same numbers, created around the submission. */
export type MatchingCall = {
  callSid: string;
  createdAt: string;
  status: string;
  /** Intents that its callbacks, or Twilio's own record of its requests, name. */
  owners: readonly string[];
};

type CompetingIntent = { intentId: string; submittedAt: Date };

export type Check = {
  intentId: string;
  calls: readonly MatchingCall[];
  /** Intents to the same number whose submission is unknown, in the order of submission; this one among them. */
  competing: readonly CompetingIntent[];
  /** The number of this check, from 1. */
  n: number;
};

export type Match =
  | { found: string; step: 'named' | 'by-elimination' }
  | { found: null; step: 'check-again' | 'not-listed' | 'others-only' };

/** Checks per submission. Twilio's lists are eventually consistent: a call that is missing now may be listed later. */
export const CHECKS = 6;
/** While a call waits to be dialled and nothing can be concluded. */
const CHECK_AGAIN_MS = 60_000;

/**
 * Decides which of the listed calls belongs to the intent, if any. A call that names the intent does; one that names
 * another does not. At the last check the calls without an owner are assigned by elimination. While one of them waits to
 * be dialled, and so cannot name an intent yet, nothing is concluded.
 */
export function matchCall({ intentId, calls, competing, n }: Check): Match {
  const named = calls.find(({ owners }) => owners.includes(intentId));
  if (named) return { found: named.callSid, step: 'named' };
  const unclaimed = calls
    .filter(({ owners }) => owners.length === 0)
    .toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  if (n < CHECKS || unclaimed.some(({ status }) => status === 'queued')) return { found: null, step: 'check-again' };
  const mine = assignByElimination(unclaimed, competing).get(intentId);
  if (mine) return { found: mine.callSid, step: 'by-elimination' };
  return { found: null, step: calls.length === 0 ? 'not-listed' : 'others-only' };
}

/** Twilio's times are whole seconds, and requests take time: within this, the order says more than the distance. */
const SIMULTANEOUS_MS = 2000;

/** Assigns unclaimed calls, oldest first: each to the intent submitted last before its creation; within 2 s, to the earliest. */
function assignByElimination(
  unclaimed: readonly MatchingCall[],
  competing: readonly CompetingIntent[],
): Map<string, MatchingCall> {
  const assigned = new Map<string, MatchingCall>();
  for (const call of unclaimed) {
    const waiting = competing.filter(({ intentId }) => !assigned.has(intentId));
    const nearest = Math.min(...waiting.map((intent) => distanceMs(call, intent)));
    const intent = waiting.find((each) => distanceMs(call, each) <= nearest + SIMULTANEOUS_MS);
    if (intent) assigned.set(intent.intentId, call);
  }
  return assigned;
}

/** From submission to creation. A call older than its submission means clock skew and counts tenfold. */
function distanceMs({ createdAt }: MatchingCall, { submittedAt }: CompetingIntent): number {
  const laterMs = Date.parse(createdAt) + 999 - submittedAt.getTime();
  return laterMs >= 0 ? laterMs : -10 * laterMs;
}

/**
 * When the next check is due after this many: the first after 1/32 of `checkSeconds`, each later one at twice the time,
 * the sixth and last at its end; further ones a minute apart.
 */
export function nextCheckAt(submittedAt: Date, checks: number, checkSeconds: number, now: Date): Date {
  if (checks >= CHECKS) return new Date(now.getTime() + CHECK_AGAIN_MS);
  const at = submittedAt.getTime() + (checkSeconds * 1000) / 2 ** (CHECKS - 1 - checks);
  return new Date(Math.max(at, now.getTime()));
}
