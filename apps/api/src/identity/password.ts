import { hash, verify } from '@node-rs/argon2';
import { newToken } from '@trunkline/access';

/** What is kept of a password: Argon2id, with the library's defaults (19 MiB, two passes). */
export const hashPassword = (password: string): Promise<string> => hash(password);

/** Takes as long where there is no hash as where there is one, so that the time tells nobody which names exist. */
export async function isPassword(known: string | null | undefined, password: string): Promise<boolean> {
  const isRight = await verify(known ?? (await (decoy ??= hash(newToken()))), password);
  return isRight && typeof known === 'string';
}

let decoy: Promise<string> | undefined;
