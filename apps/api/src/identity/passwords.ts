import { hash, verify } from '@node-rs/argon2';
import { newToken } from '@trunkline/access';
import type { Response } from 'express';
import { ipKeyGenerator, MemoryStore, type Options } from 'express-rate-limit';
import { Problem } from '../http/problem.ts';

/** Hashes with Argon2id and the library's defaults: 19 MiB, two passes. */
export const hashPassword = (password: string): Promise<string> => hash(password);

/** Takes the same time without a hash, so that the time does not reveal which names exist. */
export async function isPassword(known: string | null | undefined, password: string): Promise<boolean> {
  const isRight = await verify(known ?? (await (decoy ??= hash(newToken()))), password);
  return isRight && typeof known === 'string';
}

let decoy: Promise<string> | undefined;

/** Failed logins in 15 minutes: of one name from one address, and of one address with any names. */
const [PER_NAME, PER_ADDRESS] = [10, 60];
const WINDOW_MS = 15 * 60_000;

/** Counts password attempts, in the memory of this process. */
export type LoginLimit = {
  /** Counts an attempt. Returns the seconds to wait if the limit is exceeded. */
  count(name: string, address: string): Promise<number | undefined>;
  /** Takes a successful attempt out of the count. */
  uncount(name: string, address: string): Promise<void>;
};

export function openLoginLimit(): LoginLimit {
  const counts = new MemoryStore();
  counts.init({ windowMs: WINDOW_MS } as Options);
  const keysOf = (name: string, address: string): [string, number][] => {
    const network = ipKeyGenerator(address); // the /56 of an IPv6 address: one sender has any number of addresses
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
    async uncount(name, address) {
      for (const [key] of keysOf(name, address)) await counts.decrement(key);
    },
  };
}

/** Counts an attempt. Throws a 429 with Retry-After if the limit is exceeded. */
export async function refuseTooMany(limit: LoginLimit, name: string, address: string, response: Response) {
  const waitSeconds = await limit.count(name, address);
  if (waitSeconds === undefined) return;
  response.set('Retry-After', `${waitSeconds}`);
  throw new Problem('rate_limited', 'Too many wrong passwords. Wait the seconds of Retry-After, 15 minutes at most.');
}

const secondsUntil = (time: Date | undefined): number =>
  Math.max(1, Math.ceil(((time?.getTime() ?? 0) - Date.now()) / 1000));
