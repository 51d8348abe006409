import type { Play } from './play.ts';

/** Goes on beside the call, and must be over before the call is done with. */
export function later({ afterwards }: Play, work: Promise<void>): void {
  // Heard of when it is waited for; if the call breaks off before, nobody minds.
  work.catch(() => {});
  afterwards.push(work);
}

/** What begins in the meantime is waited for as well. */
export async function allDone({ afterwards }: Play): Promise<void> {
  while (afterwards.length > 0) await afterwards.shift();
}
