import { findUnanchoredLine, listKeptAnchors, readAuditChain } from '@trunkline/db/audit';
import type { Database } from '@trunkline/db/connection';
import { listAnchors, openStorage, type StorageConfig, type StoredAnchor } from '@trunkline/storage';
import {
  compareAnchors,
  headsOf,
  verifyChain,
  type AuditFault,
  type KnownHead,
  type Verdict,
} from '@trunkline/telephony/audit';
import { CliError } from '../cli-error.ts';

export type VerifiedAudit = Verdict & {
  /** Number of anchors that the chain was compared with. */
  anchors: number;
  anchorFaults: AuditFault[];
};

/** Verifies the whole chain against `head`, the anchors of the table, and those of the store where one is given. */
export async function verifyAudit(
  db: Database,
  store: StorageConfig | undefined,
  head: KnownHead | undefined,
): Promise<VerifiedAudit> {
  const before = await listKeptAnchors(db.pool);
  const stored = store && (await readStore(store));
  const after = await listKeptAnchors(db.pool);
  const known = [...headsOf([...before, ...(stored ?? [])]), ...(head ? [head] : [])];
  const verdict = await verifyChain(readAuditChain(db.pool), { known });
  const unanchored = await findUnanchoredLine(db.pool);
  return {
    ...verdict,
    anchors: new Set([...after, ...(stored ?? [])].map(({ hour }) => hour)).size,
    anchorFaults: [
      ...(stored ? compareAnchors({ before, after, stored }) : []),
      ...(unanchored === undefined ? [] : [{ id: unanchored, why: 'unanchored' as const }]),
    ],
  };
}

async function readStore(config: StorageConfig): Promise<StoredAnchor[]> {
  using storage = openStorage(config);
  try {
    return await listAnchors(storage);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const remedy = 'Set RECORDINGS_DIR or S3_… to the store of worker-recording, or pass --no-store.';
    throw new CliError(`The anchors in the object store cannot be read: ${reason}. ${remedy}`, { cause });
  }
}
