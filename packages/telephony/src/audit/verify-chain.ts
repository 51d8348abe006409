import { createHash } from 'node:crypto';

/** An entry of the audit, with the text of all that its hash covers. */
export type AuditLink = { id: number; hash: string; sealed: string[] };

/** The number and hash of a line, as an anchor or an earlier run recorded it. */
export type KnownHead = { id: number; hash: string };

/** The first line that is not as it was written. */
export type BrokenLine = { id: number; why: 'missing' | 'altered' | 'not as anchored' };

/** Count of intact lines, the last of them, and the first line that was changed. */
export type Verdict = { lines: number; head: KnownHead | null; broken: BrokenLine | null };

type Options = {
  /** Heads that the chain must contain: they alone reveal a tail that was cut off and a chain that was sealed again. */
  known?: readonly KnownHead[];
  /** A line that was verified before: `links` begin with it, and the lines up to it are believed. */
  from?: KnownHead | undefined;
  onProgress?: (lines: number) => void;
};

/**
 * Recomputes every hash and stops at the first line that does not follow from the one before: it was edited, inserted or
 * moved, or lines before it are missing.
 */
export async function verifyChain(
  links: AsyncIterable<AuditLink>,
  { known = [], from, onProgress = () => {} }: Options = {},
): Promise<Verdict> {
  const hashes = new Map<number, Set<string>>();
  for (const { id, hash } of known) hashes.set(id, (hashes.get(id) ?? new Set()).add(hash));
  let head: KnownHead = from ? { id: from.id - 1, hash: '' } : { id: 0, hash: '' };
  let lines = head.id;
  const verdict = (broken: BrokenLine | null): Verdict => ({ lines, head: head.hash === '' ? null : head, broken });

  for await (const { id, hash, sealed } of links) {
    if (id !== head.id + 1) return verdict({ id: head.id + 1, why: 'missing' });
    const isStart = id === from?.id;
    if (isStart && hash !== from.hash) return verdict({ id, why: 'not as anchored' });
    if (!isStart && sealOf(head.hash, id, sealed) !== hash) return verdict({ id, why: 'altered' });
    if (hashes.has(id) && [...hashes.get(id)!].some((other) => other !== hash))
      return verdict({ id, why: 'not as anchored' });
    head = { id, hash };
    onProgress((lines += 1));
  }
  const last = Math.max(from?.id ?? 0, ...hashes.keys());
  return verdict(last > head.id ? { id: head.id + 1, why: 'missing' } : null);
}

/** The hash that `audit_seal` in the database computes, from the same text to the character. */
function sealOf(previous: string, id: number, sealed: readonly string[]): string {
  const text = [previous, id, ...sealed].map((value) => JSON.stringify(value)).join(', ');
  return createHash('sha256').update(`[${text}]`).digest('hex');
}
