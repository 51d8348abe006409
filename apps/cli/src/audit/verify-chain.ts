import type { AuditLink } from '@trunkline/db/audit';
import { createHash } from 'node:crypto';

/** A line that somebody noted elsewhere: what the chain was then. */
export type KnownHead = { id: number; hash: string };

/** What the chain is: how many lines, its head to be noted, and the first line that is not what it was. */
export type Verdict = {
  lines: number;
  head: KnownHead | null;
  broken: { id: number; why: 'missing' | 'altered' | 'not as noted' } | null;
};

/**
 * Recomputes every hash, and stops at the first line that does not follow from the one before: lines are missing before
 * it, or it was edited, put in or moved. Lines cut off at the end, and a chain sealed anew, show only beside a known head.
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

/** As `audit_seal` in the database writes it, character by character. */
function sealOf(previous: string, id: number, sealed: readonly string[]): string {
  const text = [previous, id, ...sealed].map((value) => JSON.stringify(value)).join(', ');
  return createHash('sha256').update(`[${text}]`).digest('hex');
}
