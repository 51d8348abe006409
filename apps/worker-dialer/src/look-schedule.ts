/** Twilio's lists are eventually consistent: a call that is not there yet may be there later. */
export const LOOKS = 6;
/** While it is said that the call may come later still. */
const AGAIN_MS = 60_000;

/**
 * When to look for a call after this many looks: after 1/32 of the time that it is looked for, then always twice as
 * late, the sixth and last time at its end; later ones a minute apart.
 */
export function nextLookAt(submittedAt: Date, looks: number, lookSeconds: number, now: Date): Date {
  if (looks >= LOOKS) return new Date(now.getTime() + AGAIN_MS);
  const at = submittedAt.getTime() + (lookSeconds * 1000) / 2 ** (LOOKS - 1 - looks);
  return new Date(Math.max(at, now.getTime()));
}
