import type { AuditLink } from '@trunkline/db/audit';
import { createHash } from 'node:crypto';

/** The number and hash of a line, as an earlier run printed it. */
export type KnownHead = { id: number; hash: string };

/** Count of intact lines, the last of them, and the first line that was changed. */
export type Verdict = {
  lines: number;
  head: KnownHead | null;
  broken: { id: number; why: 'missing' | 'altered' | 'not as noted' } | null;
};

/**
 * Recomputes every hash and stops at the first line that does not follow from the one before: it was edited, inserted or
 * moved, or lines before it are missing. Only `known` reveals lines cut off at the end and a chain that was sealed again.
 */
export async function verifyChain(
  links: AsyncIterable<AuditLink>,
  known?: KnownHead,
  onProgress: (lines: number) => void = () => {},
): Promise<Verdict> {
  let head: KnownHead = { id: 0, hash: '' };
  let lines = 0;
  const found = (id: number, why: NonNullable<Verdict['broken']>['why']): Verdict => ({
    lines,
    head: lines > 0 ? head : null,
    broken: { id, why },
  });
  for await (const { id, hash, sealed } of links) {
    if (id !== head.id + 1) return found(head.id + 1, 'missing');
    if (sealOf(head.hash, id, sealed) !== hash) return found(id, 'altered');
    if (id === known?.id && hash !== known.hash) return found(id, 'not as noted');
    head = { id, hash };
    onProgress((lines += 1));
  }
  if (known && known.id > head.id) return found(head.id + 1, 'missing');
  return { lines, head: lines > 0 ? head : null, broken: null };
}

/** The hash that `audit_seal` in the database computes, from the same text to the character. */
function sealOf(previous: string, id: number, sealed: readonly string[]): string {
  const text = [previous, id, ...sealed].map((value) => JSON.stringify(value)).join(', ');
  return createHash('sha256').update(`[${text}]`).digest('hex');
}
