/** Repeatable randomness: the same seed parts give the same draws on every machine. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** Both bounds are included. */
  integer(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  hex(length: number): string;
  uuid(): string;
}

export function seededRandom(...parts: readonly (string | number)[]): Random {
  const next = sfc32(hash128(parts.join(':')));
  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  const hex = (length: number): string => {
    let text = '';
    while (text.length < length)
      text += Math.floor(next() * 2 ** 32)
        .toString(16)
        .padStart(8, '0');
    return text.slice(0, length);
  };
  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick: <T>(list: readonly T[]): T => list[integer(0, list.length - 1)] as T,
    hex,
    uuid: () => hex(32).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5'),
  };
}

/**
 * Draws SIDs, tokens and UUIDs of `identity`, and all else of `random`: two calls of one seed behave alike, and are two
 * calls.
 */
export const withIdentity = (random: Random, identity: Random): Random => ({
  ...random,
  hex: (length) => identity.hex(length),
  uuid: () => identity.uuid(),
});

/** Picks one name or none by a single draw, so that each rate is a share of all draws. `drawn` is in [0, 1). */
export function pickByRate<N extends string>(
  names: readonly N[],
  rates: Readonly<Record<N, number>>,
  drawn: number,
): N | undefined {
  let left = drawn;
  return names.find((name) => (left -= rates[name]) < 0);
}

type State = [number, number, number, number];

/** cyrb128: hashes a short text to the 128 bits that seed the generator. */
function hash128(text: string): State {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ k, 597399067);
    b = c ^ Math.imul(b ^ k, 2869860233);
    c = d ^ Math.imul(c ^ k, 951274213);
    d = a ^ Math.imul(d ^ k, 2716044179);
  }
  return [a ^ b ^ c ^ d, b ^ a, c ^ a, d ^ a];
}

/** sfc32 (small fast counter): 32 bits per draw. The first twelve draws are discarded to mix the seed. */
function sfc32([a, b, c, d]: State): () => number {
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}
