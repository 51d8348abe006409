import type { Response } from 'express';
import { ipKeyGenerator, MemoryStore, type Options } from 'express-rate-limit';
import { Problem } from '../http/problem.ts';

/** Failed logins of one name from one address, and of one address with any names, in a quarter of an hour. */
const [PER_NAME, PER_ADDRESS] = [10, 60];
const WINDOW_MS = 15 * 60_000;

/** Counts logins that are tried; kept by this process alone. */
export type LoginLimit = {
  /** Counts one; the seconds to wait where it is one too many. */
  count(name: string, address: string): Promise<number | undefined>;
  /** A login that worked does not count. */
  forgive(name: string, address: string): Promise<void>;
};

export function openLoginLimit(): LoginLimit {
  const counts = new MemoryStore();
  counts.init({ windowMs: WINDOW_MS } as Options);
  const keysOf = (name: string, address: string): [string, number][] => {
    const network = ipKeyGenerator(address); // of IPv6, of which everybody has addresses without end
    return [
      [`${network} ${name.toLowerCase()}`, PER_NAME],
      [network, PER_ADDRESS],
    ];
  };
  return {
    async count(name, address) {
      for (const [key, most] of keysOf(name, address)) {
        const { totalHits, resetTime } = await counts.increment(key);
        if (totalHits > most) return secondsUntil(resetTime);
      }
      return undefined;
    },
    async forgive(name, address) {
      for (const [key] of keysOf(name, address)) await counts.decrement(key);
    },
  };
}

/** Counts a password that is tried, and refuses it where it is one too many. */
export async function refuseTooMany(limit: LoginLimit, name: string, address: string, response: Response) {
  const waitSeconds = await limit.count(name, address);
  if (waitSeconds === undefined) return;
  response.set('Retry-After', `${waitSeconds}`);
  throw new Problem('rate_limited', 'Too many passwords were wrong. Wait a quarter of an hour.');
}

const secondsUntil = (time: Date | undefined): number =>
  Math.max(1, Math.ceil(((time?.getTime() ?? 0) - Date.now()) / 1000));
