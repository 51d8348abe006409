/**
 * The lowest bits of the samples contain the SID and the position, ten times a second. So a piece of a recording is
 * recognized without its header.
 */
export const slotSamples = 800;

const syncWord = 0xb16b00b5;
const sidBits = 128;
const headBits = 32 + sidBits;
const markBits = headBits + 24 + 16;

/** The part that all marks of a recording share. */
export interface MarkHead {
  bits: readonly number[];
  sum: number;
}

export function markHead(recordingSid: string): MarkHead {
  const digits = Array.from(recordingSid.slice(2), (digit) => Number.parseInt(digit, 16));
  const bits = [...bitsOf(syncWord, 32), ...digits.flatMap((digit) => bitsOf(digit, 4))];
  return { bits, sum: sumOf(bits) };
}

/** Writes the mark of one slot into 16-bit samples, `stride` bytes apart. */
export function markSlot(bytes: Buffer, at: number, stride: number, head: MarkHead, slot: number): void {
  const bits = [...head.bits, ...bitsOf(slot, 24), ...bitsOf(checksum(head.sum, slot), 16)];
  for (let index = 0, position = at; index < bits.length; index++, position += stride)
    bytes[position] = ((bytes[position] as number) & 0xfe) | (bits[index] as number);
}

/** Finds the recording that samples belong to, and the position of the first one. Undefined: no mark. */
export function findMark(samples: Int16Array): { sid: string; firstSample: number } | undefined {
  let word = 0;
  for (let index = 0; index < samples.length; index++) {
    word = ((word << 1) | ((samples[index] as number) & 1)) >>> 0;
    const start = index - 31;
    if (word !== syncWord || start < 0 || start + markBits > samples.length) continue;
    const bits = Array.from(samples.subarray(start, start + markBits), (sample) => sample & 1);
    const head = bits.slice(0, headBits);
    const slot = numberOf(bits.slice(headBits, headBits + 24));
    if (numberOf(bits.slice(headBits + 24)) !== checksum(sumOf(head), slot)) continue;
    return { sid: sidOf(head), firstSample: slot * slotSamples - start };
  }
  return undefined;
}

function sidOf(head: readonly number[]): string {
  let digits = '';
  for (let at = 32; at < headBits; at += 4) digits += numberOf(head.slice(at, at + 4)).toString(16);
  return `RE${digits}`;
}

const bitsOf = (value: number, count: number): number[] =>
  Array.from({ length: count }, (_each, index) => (value >>> (count - 1 - index)) & 1);

const numberOf = (bits: readonly number[]): number => bits.reduce((value, bit) => value * 2 + bit, 0);

/** The largest 16-bit prime, so that the checksum depends on every bit. */
const prime = 65_521;

const sumOf = (bits: readonly number[]): number => bits.reduce((sum, bit) => (sum * 31 + bit) % prime, 1);

const checksum = (sum: number, slot: number): number => (sum * 31 + slot) % prime;
