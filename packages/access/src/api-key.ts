import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** A key as it is shown, once. `prefix` identifies it; of the rest only `hash` is stored. */
export type NewApiKey = { key: string; prefix: string; hash: string };

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = BigInt(DIGITS.length);
/** 32 bytes and four bytes, written in base 62. */
const [SECRET_LENGTH, SUM_LENGTH] = [43, 6];
const KEY = /^(trk_([0-9A-Za-z]{8})_[0-9A-Za-z]{43})_([0-9A-Za-z]{6})$/;

/** A new key: `trk_`, 8 characters of prefix, 32 random bytes, and a checksum by which secret scanners recognize it. */
export function newApiKey(): NewApiKey {
  const prefix = inBase62(randomBytes(8), 8).slice(-8);
  const body = `trk_${prefix}_${inBase62(randomBytes(32), SECRET_LENGTH)}`;
  const key = `${body}_${sumOf(body)}`;
  return { key, prefix, hash: digestOf(key) };
}

/** The prefix and the hash of a presented key; undefined for text that is no key of ours. */
export function readApiKey(text: string): Omit<NewApiKey, 'key'> | undefined {
  const [key, body, prefix, sum] = KEY.exec(text) ?? [];
  if (key === undefined || sumOf(body!) !== sum) return undefined;
  return { prefix: prefix!, hash: digestOf(key) };
}

/** The stored digest of a secret of ours. Secrets are random and long, so one round of SHA-256 is enough. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A secret of 256 random bits, such as a session's. */
export const newToken = (): string => randomBytes(32).toString('base64url');

function sumOf(body: string): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return inBase62(sum, SUM_LENGTH);
}

function inBase62(bytes: Buffer, length: number): string {
  let rest = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (; rest > 0n; rest /= BASE) text = DIGITS[Number(rest % BASE)] + text;
  return text.padStart(length, '0');
}
