import type { Progress } from '../terminal/show-progress.ts';

/** The progress of one kind of work after the other, such as rows, then objects. */
export type Steps = Disposable & { update: (what: string, done: number, total: number) => void; end: () => void };

/** Shows one bar at a time. */
export function showSteps(show: (what: string) => Progress): Steps {
  let current: { what: string; progress: Progress } | undefined;
  const end = () => {
    current?.progress.end();
    current = undefined;
  };
  return {
    update(what, done, total) {
      if (current?.what !== what) {
        end();
        current = { what, progress: show(what) };
      }
      current.progress.update(done, Math.round(total));
    },
    end,
    [Symbol.dispose]: end,
  };
}
