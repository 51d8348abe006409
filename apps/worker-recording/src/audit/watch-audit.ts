import { anchorAudit, findUnanchoredLine, listKeptAnchors, readAuditChain } from '@trunkline/db/audit';
import type { Database } from '@trunkline/db/connection';
import { metrics, type Logger } from '@trunkline/service';
import { listAnchors, type Storage, type StoredAnchor } from '@trunkline/storage';
import {
  compareAnchors,
  describeAuditFault,
  headsOf,
  verifyChain,
  type AuditFault,
  type KeptAnchor,
  type KnownHead,
} from '@trunkline/telephony/audit';
import { storeAnchors } from './store-anchors.ts';

const linesGauge = metrics.gauge('audit_lines', 'Entries of the audit when it was last verified');
const faultsGauge = metrics.gauge('audit_faults', 'Faults that the last verification of the audit found');
const anchoredGauge = metrics.gauge('audit_anchored_timestamp_seconds', 'When this process last recorded an anchor');
const anchorsTotal = metrics.counter('audit_anchors_total', 'Anchors of the audit that this process recorded');

/** With the latest anchor every line before it is covered; the others show whether a place lost some. */
const LATEST_ANCHORS = 3;
const FAULTS_SHOWN = 5;
const WHOLE_EVERY_MS = 86_400_000;

type Parts = { db: Database; storage: Storage; log: Logger; now?: () => number };

type AuditHealth = {
  state: 'not verified' | 'intact' | 'broken';
  lines: number;
  faults: string[];
  /** Why anchors of the object store could not be read or written. */
  store_error: string | null;
};

export type AuditWatch = { round: () => Promise<void>; health: () => AuditHealth };

/**
 * Verifies the audit against its anchors, and anchors the verified head once an hour. A round verifies what was added
 * since the last one, the first and then one a day the whole chain. A broken chain gets no anchor, so that the last
 * right one stays the latest.
 */
export function watchAudit({ db, storage, log, now = Date.now }: Parts): AuditWatch {
  let seen: KnownHead | undefined;
  let wholeAt = -Infinity;
  let health: AuditHealth = { state: 'not verified', lines: 0, faults: [], store_error: null };

  async function verify(): Promise<{ head: KnownHead | null; faults: AuditFault[]; storeError: unknown }> {
    const isWhole = now() - wholeAt >= WHOLE_EVERY_MS;
    const { before, after, stored, storeError } = await readAnchors(db, storage, isWhole ? undefined : LATEST_ANCHORS);
    const known = [...headsOf([...before, ...(stored ?? [])]), ...(seen ? [seen] : [])];
    const from = isWhole ? undefined : earliest(known);
    const startedAt = now();
    let { head, broken } = await verifyChain(readAuditChain(db.pool, from?.id), { known, from });
    if (broken && from) ({ head, broken } = await verifyChain(readAuditChain(db.pool), { known })); // names the first line
    if (isWhole && !broken) wholeAt = startedAt;
    const faults = [...(broken ? [broken] : []), ...(stored ? compareAnchors({ before, after, stored }) : [])];
    return { head, faults, storeError };
  }

  async function round(): Promise<void> {
    const { head, faults, storeError } = await verify();
    faultsGauge.set(faults.length);
    linesGauge.set(head?.id ?? 0);
    const sentences = faults.slice(0, FAULTS_SHOWN).map(describeAuditFault);
    const state = faults.length > 0 ? 'broken' : 'intact';
    health = { state, lines: head?.id ?? 0, faults: sentences, store_error: errorOf(storeError) };
    if (faults.length > 0)
      log.error({ event: 'audit_broken', reason: sentences.join(' '), faults: faults.length }, BROKEN);
    else if (head) await anchor(head);
    if (storeError === undefined) await storeAnchors({ db, storage });
    else throw storeError;
  }

  async function anchor(head: KnownHead): Promise<void> {
    const isFirst = seen === undefined;
    seen = head;
    const id = isFirst ? await findUnanchoredLine(db.pool) : undefined;
    if (id !== undefined)
      log.warn({ event: 'audit_unanchored', reason: describeAuditFault({ id, why: 'unanchored' }) }, UNANCHORED);
    const added = await db.transaction((tx) => anchorAudit(tx, head));
    if (!added) return;
    anchorsTotal.inc();
    anchoredGauge.set(now() / 1000);
    log.info({ event: 'audit_anchor', ...added }, 'audit anchored');
  }

  return { round, health: () => health };
}

const BROKEN = 'the audit is cut, altered or not as anchored: see Audit in docs/operations/access.md';
const UNANCHORED = 'the audit has old lines without an anchor: see Audit in docs/operations/access.md';

type Anchors = { before: KeptAnchor[]; after: KeptAnchor[]; stored: StoredAnchor[] | undefined; storeError?: unknown };

/** Without the store, the table alone is compared. */
async function readAnchors(db: Database, storage: Storage, latest: number | undefined): Promise<Anchors> {
  const before = await listKeptAnchors(db.pool, latest);
  try {
    const stored = await listAnchors(storage, before[0]?.hour);
    return { before, after: await listKeptAnchors(db.pool, latest && latest + 1), stored }; // an hour may have begun
  } catch (storeError) {
    return { before, after: before, stored: undefined, storeError };
  }
}

const earliest = (heads: readonly KnownHead[]): KnownHead | undefined =>
  heads.reduce<KnownHead | undefined>((least, head) => (least && least.id <= head.id ? least : head), undefined);

const errorOf = (error: unknown): string | null =>
  error === undefined ? null : error instanceof Error ? error.message : 'the store failed';
