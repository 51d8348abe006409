import { digestOf } from '@trunkline/access';
import { Problem } from '../http/problem.ts';

/** Failures in a window: for one name from one client, and of one client for any names. */
const [PER_NAME, PER_CLIENT] = [10, 60];
const WINDOW_MS = 15 * 60_000;
const MAX_KNOWN = 10_000;

/**
 * Counts wrong passwords, in the memory of this process. Every key has the client in it: failures of one client refuse no
 * other. The second limit bounds the guesses of a client that changes names; a person who logged in from that client before
 * is exempt from it, so that a neighbour behind one address cannot lock the person out. Both methods are synchronous: no
 * parallel attempt passes between a check and its count.
 */
export type LoginLimit = {
  /** Counts an attempt before its password is verified. Throws a 429, uncounted, once a limit is reached. */
  begin(name: string, client: string): void;
  /** Takes an attempt with a right password out of the count. */
  succeed(name: string, client: string): void;
};

type Window = { count: number; endsAt: number };

export function openLoginLimit(now: () => number = () => performance.now()): LoginLimit {
  const windows = new Map<string, Window>(); // in the order of their ends, as all are equally long
  const known = new Set<string>(); // persons with the client from which they logged in before

  function removeEnded(): void {
    for (const [key, { endsAt }] of windows) {
      if (endsAt > now()) return;
      windows.delete(key);
    }
  }

  function refuseIfFull(key: string, most: number): void {
    const { count, endsAt } = windows.get(key) ?? { count: 0, endsAt: 0 };
    if (count >= most) throw tooMany(endsAt - now());
  }

  function addFailure(key: string): void {
    const window = windows.get(key) ?? { count: 0, endsAt: now() + WINDOW_MS };
    window.count += 1;
    windows.set(key, window);
  }

  function removeFailure(key: string): void {
    const window = windows.get(key);
    if (window && window.count > 0) window.count -= 1;
  }

  return {
    begin(name, client) {
      removeEnded();
      const person = personOf(name, client);
      refuseIfFull(person, PER_NAME);
      if (!known.has(person)) refuseIfFull(client, PER_CLIENT);
      for (const key of [person, client]) addFailure(key);
    },
    succeed(name, client) {
      const person = personOf(name, client);
      for (const key of [person, client]) removeFailure(key);
      known.delete(person);
      known.add(person);
      if (known.size > MAX_KNOWN) known.delete(known.values().next().value!);
    },
  };
}

/** A digest instead of the name: names of any length take the same room. */
const personOf = (name: string, client: string): string => `${client} ${digestOf(name.toLowerCase())}`;

const tooMany = (waitMs: number): Problem =>
  new Problem('rate_limited', 'Too many wrong passwords. Wait the seconds of Retry-After, 15 minutes at most.', {
    retry_after: Math.max(1, Math.ceil(waitMs / 1000)),
  });
