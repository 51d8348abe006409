import { useSyncExternalStore } from 'react';

/** One timer for each step, however many parts show a running time. */
const clocks = new Map<number, { listeners: Set<() => void>; now: number; timer: ReturnType<typeof setInterval> }>();

/** The time, in ms since 1970, in these steps. */
export const useNow = (stepMs: number): number =>
  useSyncExternalStore(subscribers(stepMs), () => clocks.get(stepMs)?.now ?? floorTo(stepMs));

const floorTo = (stepMs: number): number => Math.floor(Date.now() / stepMs) * stepMs;

const made = new Map<number, (listener: () => void) => () => void>();

function subscribers(stepMs: number): (listener: () => void) => () => void {
  const known = made.get(stepMs);
  if (known) return known;
  const subscribe = (listener: () => void): (() => void) => {
    const clock = clocks.get(stepMs) ?? startClock(stepMs);
    clock.listeners.add(listener);
    return () => {
      clock.listeners.delete(listener);
      if (clock.listeners.size > 0) return;
      clearInterval(clock.timer);
      clocks.delete(stepMs);
    };
  };
  made.set(stepMs, subscribe);
  return subscribe;
}

function startClock(stepMs: number) {
  const listeners = new Set<() => void>();
  const clock = {
    listeners,
    now: Date.now(),
    timer: setInterval(() => {
      clock.now = Date.now();
      for (const listener of listeners) listener();
    }, stepMs),
  };
  clocks.set(stepMs, clock);
  return clock;
}
