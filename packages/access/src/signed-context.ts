import { createHmac, scryptSync } from 'node:crypto';
import type { Actor } from './roles.ts';

/** Signs what only the API's process may claim towards Postgres: who acts, and that it checked a credential. */
export type Sign = (claim: string) => string;

const BLOCK = 64; // bytes of SHA-256

/**
 * The key of the signatures, made from the password of the API's login: whoever injects SQL has the connection and not
 * the password. scrypt, as the signatures of one's own requests would let a short password be guessed.
 */
const contextKeyOf = (password: string): Buffer => scryptSync(password, 'trunkline signed context', 32);

/** Signs with the key of this password, which is derived at the first use (50 ms). */
export function signWith(password: string): Sign {
  let key: Buffer | undefined;
  return (claim) =>
    createHmac('sha256', (key ??= contextKeyOf(password)))
      .update(claim)
      .digest('hex');
}

/** The two blocks with which Postgres, which has SHA-256 and no HMAC, computes the same signatures. */
export function padsOf(password: string): { inner: Buffer; outer: Buffer } {
  const block = Buffer.concat([contextKeyOf(password), Buffer.alloc(BLOCK)]).subarray(0, BLOCK);
  const mixedWith = (pad: number) => Buffer.from(block.map((byte) => byte ^ pad));
  return { inner: mixedWith(0x36), outer: mixedWith(0x5c) };
}

/** `app.context` of a transaction of this actor, valid in the session of this process id of Postgres alone. */
export function contextOf(sign: Sign, pid: number, { id, role }: Actor): string {
  const claimed = `${role} ${id ?? ''}`;
  return `${sign(`context ${pid} ${claimed}`)} ${claimed}`;
}
