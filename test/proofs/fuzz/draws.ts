import { seededRandom, type Random } from '../chaos/random.ts';

/** Draws of one form: the same seed and number give the same form. Earlier draws do not matter. */
export type Draws = Random & {
  /** True in this share of draws. */
  happens(share: number): boolean;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  hex(digits: number): string;
};

export function openDraws(seed: number, n: number): Draws {
  const random = seededRandom((Math.imul(seed, 0x9e3779b1) ^ Math.imul(n + 1, 0x85ebca6b)) >>> 0);
  const whole = (low: number, high: number) => Math.floor(random.between(low, high + 1));
  return {
    ...random,
    happens: (share) => random.between(0, 1) < share,
    whole,
    hex: (digits) => Array.from({ length: digits }, () => whole(0, 15).toString(16)).join(''),
  };
}
