import type { BrokenLine, KnownHead } from './verify-chain.ts';

/** The end of the audit's chain at some time of an hour in UTC (`2026-11-29T07`), recorded outside of the chain. */
export type AuditAnchor = { hour: string; lines: number; head: string };

/** An anchor of the table; `isStored`: the object store has a copy. */
export type KeptAnchor = AuditAnchor & { isStored: boolean };

/** An anchor that one place has and another has not, or has with another content. */
export type AnchorFault = { hour: string; why: 'not in the store' | 'not in the table' | 'differs' };

/** Old lines that no anchor covers. */
type UnanchoredFault = { id: number; why: 'unanchored' };

export type AuditFault = BrokenLine | AnchorFault | UnanchoredFault;

/** The heads that anchors recorded. An anchor of the store that could not be read has none. */
export const headsOf = (anchors: readonly AuditAnchor[]): KnownHead[] =>
  anchors.filter(({ lines }) => lines > 0).map(({ lines, head }) => ({ id: lines, hash: head }));

type Places = {
  /** Anchors of the table, read before those of the store, and again after: another process may be writing one. */
  before: readonly KeptAnchor[];
  after: readonly KeptAnchor[];
  /** Anchors of the store, from the hour of the first of `before` on. */
  stored: readonly AuditAnchor[];
};

/** Compares the two places that anchors are read from. An anchor that the table alone has is a fault once it was stored. */
export function compareAnchors({ before, after, stored }: Places): AnchorFault[] {
  const inStore = new Set(stored.map(({ hour }) => hour));
  const inTable = new Map(after.map((anchor) => [anchor.hour, anchor]));
  const lost = before
    .filter(({ hour, isStored }) => isStored && !inStore.has(hour))
    .map(({ hour }): AnchorFault => ({ hour, why: 'not in the store' }));
  const others = stored.flatMap(({ hour, lines, head }): AnchorFault[] => {
    const kept = inTable.get(hour);
    if (!kept) return [{ hour, why: 'not in the table' }];
    return kept.lines === lines && kept.head === head ? [] : [{ hour, why: 'differs' }];
  });
  return [...lost, ...others];
}

const SENTENCES: Readonly<Record<AuditFault['why'], (where: string) => string>> = {
  missing: (line) => `${line} is missing: it was deleted, and perhaps lines after it.`,
  altered: (line) => `${line} does not follow from the one before: it was edited, inserted or moved.`,
  'not as anchored': (line) => `${line} differs from the head that was recorded: the chain was sealed again.`,
  unanchored: (line) =>
    `${line} is hours old and no anchor covers it: anchors were deleted, or worker-recording is down.`,
  'not in the store': (anchor) => `${anchor} is missing in the object store: it was deleted, or this is another store.`,
  'not in the table': (anchor) =>
    `${anchor} is missing in the table audit_anchors: it was deleted, or this is another store.`,
  differs: (anchor) => `${anchor} is not the same in the table audit_anchors and in the object store.`,
};

/** A sentence about a fault. */
export const describeAuditFault = (fault: AuditFault): string =>
  SENTENCES[fault.why]('hour' in fault ? `The anchor of ${fault.hour} h UTC` : `Line ${fault.id}`);
