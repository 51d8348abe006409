import { hash, verify } from '@node-rs/argon2';
import { newToken } from '@trunkline/access';

/** Hashes with Argon2id and the library's defaults: 19 MiB, two passes. */
export const hashPassword = (password: string): Promise<string> => hash(password);

/** Takes the same time without a hash, so that the time does not reveal which names exist. */
export async function isPassword(known: string | null | undefined, password: string): Promise<boolean> {
  const isRight = await verify(known ?? (await (decoy ??= hash(newToken()))), password);
  return isRight && typeof known === 'string';
}

let decoy: Promise<string> | undefined;
