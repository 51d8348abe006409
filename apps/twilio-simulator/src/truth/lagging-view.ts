import type { Clock } from '../clock/clock.ts';

/** Shows things that change as they were a while ago. */
export interface LaggingView {
  /** To be told before each change of a thing, and when it has just come to be. */
  note(thing: object, change: 'new' | 'changing'): void;
  /** Undefined: it did not exist yet. */
  shown<T extends object>(thing: T): T | undefined;
}

/** `lag` in seconds of the clock may change meanwhile; while it is 0, nothing is remembered. */
export function createLaggingView(clock: Clock, settings: { readonly lag: number }): LaggingView {
  const earlier = new WeakMap<object, Earlier[]>();
  return {
    note(thing, change) {
      if (settings.lag === 0) return;
      const states = earlier.get(thing) ?? [];
      states.push({ until: clock.now(), was: change === 'new' ? undefined : { ...thing } });
      earlier.set(thing, states);
    },
    shown<T extends object>(thing: T): T | undefined {
      if (settings.lag === 0) return thing;
      const shownAt = clock.now() - settings.lag * 1000;
      const state = earlier.get(thing)?.find(({ until }) => until > shownAt);
      return state ? (state.was as T | undefined) : thing;
    },
  };
}

interface Earlier {
  until: number;
  was: object | undefined;
}
