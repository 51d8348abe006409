import type { Clock } from '../clock/clock.ts';

/** Shows changing records as they were some seconds ago. */
export interface LaggingView {
  /** Call it before each change of a record, and after creating one. */
  saveState(record: object, change: 'new' | 'changing'): void;
  /** Undefined: the record did not exist then. */
  shown<T extends object>(record: T): T | undefined;
}

/** `lag`: seconds of the clock. While it is 0, no states are saved. */
export function createLaggingView(clock: Clock, settings: { readonly lag: number }): LaggingView {
  const past = new WeakMap<object, PastState[]>();
  return {
    saveState(record, change) {
      if (settings.lag === 0) return;
      const states = past.get(record) ?? [];
      states.push({ until: clock.now(), was: change === 'new' ? undefined : { ...record } });
      past.set(record, states);
    },
    shown<T extends object>(record: T): T | undefined {
      if (settings.lag === 0) return record;
      const shownAt = clock.now() - settings.lag * 1000;
      const state = past.get(record)?.find(({ until }) => until > shownAt);
      return state ? (state.was as T | undefined) : record;
    },
  };
}

interface PastState {
  until: number;
  was: object | undefined;
}
