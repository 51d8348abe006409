import { notifyManager, type QueryClient } from '@tanstack/react-query';
import { EFFECTS } from './effects.ts';
import type { Frame } from './frame.ts';

/** Frames within this time are one change of the page. */
const GATHER_MS = 100;
/** The same answer is read again at most once in this time, however many events ask for it. */
const REREAD_EVERY_MS = 1000;

/** Applies frames to the cache, gathered: 300 a second are ten changes of the page and one request a second. */
export function openFrameApplier(client: QueryClient): (frame: Frame) => void {
  let waiting: Frame[] = [];
  const toReread = new Set<string>();
  let rereading: ReturnType<typeof setTimeout> | undefined;
  let rereadAt = 0;

  return (frame) => {
    if (waiting.push(frame) === 1) setTimeout(applyAll, GATHER_MS);
  };

  function applyAll(): void {
    const frames = waiting;
    waiting = [];
    notifyManager.batch(() => {
      for (const frame of frames) {
        const effect = EFFECTS[frame.event];
        effect?.patch?.(client, frame);
        for (const noun of effect?.rereads ?? []) toReread.add(noun);
      }
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
