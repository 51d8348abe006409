import { notifyManager, type QueryClient } from '@tanstack/react-query';
import { EFFECTS } from './effects.ts';
import type { Frame } from './frame.ts';

/** Frames within this time are one change of the page; longer on a machine that needs longer to show one. */
const GATHER_MS = { least: 100, most: 1000 };
/** So that at most a quarter of the time goes to showing changes, and the rest is for the person. */
const REST_PER_COST = 3;
/** The same answer is read again at most once in this time, however many events ask for it. */
const REREAD_EVERY_MS = 1000;

/** Applies frames to the cache, gathered: 300 a second are at most ten changes of the page and one request a second. */
export function openFrameApplier(client: QueryClient): (frame: Frame) => void {
  let waiting: Frame[] = [];
  const toReread = new Set<string>();
  let rereading: ReturnType<typeof setTimeout> | undefined;
  let rereadAt = 0;
  let gatherMs = GATHER_MS.least;

  return (frame) => {
    if (waiting.push(frame) === 1) setTimeout(applyAll, gatherMs);
  };

  function applyAll(): void {
    const began = performance.now();
    const frames = waiting;
    waiting = [];
    notifyManager.batch(() => {
      for (const [effect, ofEffect] of Map.groupBy(frames, ({ event }) => EFFECTS[event])) {
        effect?.patch?.(client, ofEffect);
        for (const noun of effect?.rereads ?? []) toReread.add(noun);
      }
    });
    setTimeout(() => {
      const cost = performance.now() - began; // the page has rendered it
      gatherMs = Math.min(GATHER_MS.most, Math.max(GATHER_MS.least, cost * REST_PER_COST));
    });
    if (toReread.size > 0) rereading ??= setTimeout(reread, Math.max(0, rereadAt + REREAD_EVERY_MS - Date.now()));
  }

  function reread(): void {
    rereading = undefined;
    rereadAt = Date.now();
    const nouns = new Set(toReread);
    toReread.clear();
    const predicate = ({ queryKey }: { queryKey: readonly unknown[] }): boolean =>
      queryKey[0] !== 'account' && (nouns.has('*') || nouns.has(String(queryKey[0])));
    void client.invalidateQueries({ predicate }, { cancelRefetch: false });
  }
}
