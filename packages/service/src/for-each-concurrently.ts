/**
 * Runs `work` on all items, `lanes` at a time, and rethrows the first failure at the end. A failure is what `work` resolves
 * with; a lane that meets one while nothing has succeeded stops, so that a server that is down gets few requests. A
 * rejection stops its lane in any case.
 */
export async function forEachConcurrently<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<{ failure?: unknown }>,
): Promise<void> {
  const waiting = items.values();
  let succeeded = 0;
  let failed: unknown;
  const lane = async (): Promise<void> => {
    for (const item of waiting) {
      const { failure } = await work(item);
      if (failure === undefined) succeeded += 1;
      failed ??= failure;
      if (failure !== undefined && succeeded === 0) return;
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  failed = ended.find((one) => one.status === 'rejected')?.reason ?? failed;
  if (failed !== undefined) throw failed;
}
