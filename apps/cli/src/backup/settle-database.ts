import { readAuditChain } from '@trunkline/db/audit';
import { settleRestored, type Settled } from '@trunkline/db/backup';
import type { Transaction } from '@trunkline/db/connection';
import { eraseAgain, listOpenErasures, type ErasedAgain, type ErasureRecord } from '@trunkline/db/erasure';
import { listAnchors, listStoredErasures, type Storage } from '@trunkline/storage';
import { describeAuditFault, verifyChain, type Verdict } from '@trunkline/telephony/audit';
import { numberPattern } from '@trunkline/telephony/erasure';
import { CliError } from '../cli-error.ts';
import type { CliConfig } from '../config.ts';
import { eraseSpool } from '../erasure/erase-spool.ts';

/** What was verified and changed in a database that is as it was at an earlier moment. */
export type SettledDatabase = {
  audit: Pick<Verdict, 'lines' | 'head'>;
  /** Anchors in the store of audit lines that were written after that moment. */
  anchorsAhead: number;
  /** Null where nothing happened since. */
  settled: Settled | null;
  erased: Omit<ErasedAgain, 'numbers' | 'callSids'>;
  /** Objects of the store that should be records of erasures, and are unreadable. */
  unreadableErasures: string[];
};

type Earlier = {
  isExact: boolean;
  /** Erasures that are known from elsewhere than the store. */
  records: readonly ErasureRecord[];
  /** Digits outside of the database that may be numbers. */
  spelled: readonly string[];
};

/**
 * Verifies the audit, ends what may have happened since, and erases again whom the store says was erased since. `erasedKeys`
 * are objects of these persons.
 */
export async function settleDatabase(
  tx: Transaction,
  storage: Storage,
  { ownedNumbers, spoolDir }: CliConfig,
  { isExact, records, spelled }: Earlier,
): Promise<{ result: SettledDatabase; erasedKeys: ReadonlySet<string>; eraseSpooled: () => Promise<void> }> {
  const { head, lines } = await verifyAudit(tx);
  await tx.query('set local row_security = on'); // erasing has a role of its own
  const settled = isExact ? null : await settleRestored(tx);
  const ofStore = await listStoredErasures(storage);
  const known = new Map([...records, ...ofStore.records].map((record) => [record.id, record]));
  const { numbers, callSids, ...erased } = await eraseAgain(tx, [...known.values()], ownedNumbers, spelled);
  const person = { pattern: numbers.length > 0 ? numberPattern(numbers) : '(?!)', callSids: new Set(callSids) };
  const anchorsAhead = (await listAnchors(storage)).filter((anchor) => anchor.lines > lines).length;
  return {
    result: { audit: { head, lines }, anchorsAhead, settled, erased, unreadableErasures: ofStore.unreadable },
    erasedKeys: new Set((await listOpenErasures(tx)).flatMap(({ objectKeys }) => objectKeys)),
    eraseSpooled: async () => void (erased.erasures > 0 && (await eraseSpool(spoolDir, person, false))),
  };
}

/** The chain must be whole before lines are added to it. */
async function verifyAudit(tx: Transaction): Promise<Verdict> {
  const verdict = await verifyChain(readAuditChain(tx), { known: [] });
  if (!verdict.broken) return verdict;
  throw new CliError(
    `The audit is not whole: ${describeAuditFault(verdict.broken)} It was so when the backup was made. Use an earlier one, see docs/operations/access.md.`,
  );
}
