import type { Clock } from '../clock/clock.ts';

/** Shows changing records as they were some seconds ago. */
export interface LaggingView {
  /** Call it before each change of a record, and after creating one. */
  saveState(thing: object, change: 'new' | 'changing'): void;
  /** Undefined: the record did not exist then. */
  shown<T extends object>(thing: T): T | undefined;
}

/** `lag`: seconds of the clock. While it is 0, no states are saved. */
export function createLaggingView(clock: Clock, settings: { readonly lag: number }): LaggingView {
  const past = new WeakMap<object, PastState[]>();
  return {
    saveState(thing, change) {
      if (settings.lag === 0) return;
      const states = past.get(thing) ?? [];
      states.push({ until: clock.now(), was: change === 'new' ? undefined : { ...thing } });
      past.set(thing, states);
    },
    shown<T extends object>(thing: T): T | undefined {
      if (settings.lag === 0) return thing;
      const shownAt = clock.now() - settings.lag * 1000;
      const state = past.get(thing)?.find(({ until }) => until > shownAt);
      return state ? (state.was as T | undefined) : thing;
    },
  };
}

interface PastState {
  until: number;
  was: object | undefined;
}
