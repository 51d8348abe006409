/**
 * Works on many at a time, each for itself: one that takes long holds nobody else up. What could not be done is what
 * `work` resolves with, and the first of it is thrown at the end; where nobody answers it ends early. A rejection ends
 * the lane it is in.
 */
export async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<{ failure?: unknown }>,
): Promise<void> {
  const waiting = items.values();
  let done = 0;
  let failed: unknown;
  const lane = async (): Promise<void> => {
    for (const item of waiting) {
      const { failure } = await work(item);
      if (failure === undefined) done += 1;
      failed ??= failure;
      if (failure !== undefined && done === 0) return; // nobody answers
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  failed = ended.find((one) => one.status === 'rejected')?.reason ?? failed;
  if (failed !== undefined) throw failed;
}
