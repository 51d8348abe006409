import { LOOKS } from './look-schedule.ts';

/** A call at Twilio that could be the one looked for: to and from the same numbers, created about then. */
export type Candidate = {
  callSid: string;
  createdAt: string;
  status: string;
  /** Intents that its callbacks, or Twilio's own record of its requests, name. */
  owners: readonly string[];
};

type Seeker = { intentId: string; submittedAt: Date };

export type Look = {
  intentId: string;
  candidates: readonly Candidate[];
  /** Intents to the same number that are looked for too, in the order of their submission, this one among them. */
  seekers: readonly Seeker[];
  /** This look is the n-th, from 1. */
  n: number;
};

export type Judgement =
  | { found: string; step: 'named' | 'by-elimination' }
  | { found: null; step: 'look-again' | 'not-listed' | 'others-only' };

/**
 * Whether one of the calls that Twilio lists is the one looked for. A call that names the intent is; one that names
 * another is not. At the last look what is left is given out among those who look. As long as a call waits to be dialled it
 * can name nobody, and nothing is concluded.
 */
export function judgeLook({ intentId, candidates, seekers, n }: Look): Judgement {
  const named = candidates.find(({ owners }) => owners.includes(intentId));
  if (named) return { found: named.callSid, step: 'named' };
  const free = candidates
    .filter(({ owners }) => owners.length === 0)
    .toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  if (n < LOOKS || free.some(({ status }) => status === 'queued')) return { found: null, step: 'look-again' };
  const mine = giveOut(free, seekers).get(intentId);
  if (mine) return { found: mine.callSid, step: 'by-elimination' };
  return { found: null, step: candidates.length === 0 ? 'not-listed' : 'others-only' };
}

/** Twilio tells whole seconds, and requests take their time: so far apart, the order says more than the distance. */
const ALIKE_MS = 2000;

/** The first call first: to who asked last before it was created, and of those who asked at about one time to the first. */
function giveOut(free: readonly Candidate[], seekers: readonly Seeker[]): Map<string, Candidate> {
  const given = new Map<string, Candidate>();
  for (const call of free) {
    const waiting = seekers.filter(({ intentId }) => !given.has(intentId));
    const nearest = Math.min(...waiting.map((seeker) => apartMs(call, seeker)));
    const taker = waiting.find((seeker) => apartMs(call, seeker) <= nearest + ALIKE_MS);
    if (taker) given.set(taker.intentId, call);
  }
  return given;
}

/** Before it was asked for a call can only be created by clocks that differ, which is rare. */
function apartMs({ createdAt }: Candidate, { submittedAt }: Seeker): number {
  const laterMs = Date.parse(createdAt) + 999 - submittedAt.getTime();
  return laterMs >= 0 ? laterMs : -10 * laterMs;
}
