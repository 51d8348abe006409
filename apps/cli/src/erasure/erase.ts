import type { Database, Transaction } from '@trunkline/db/connection';
import { erasePerson, OwnedNumberError, recordErasure, type Erased, type Subject } from '@trunkline/db/erasure';
import { numberPattern } from '@trunkline/telephony/erasure';
import { recordAudit } from '../audit/record-audit.ts';
import { CliError } from '../cli-error.ts';
import type { CliConfig } from '../config.ts';
import { eraseSpool } from './erase-spool.ts';
import { finishErasures } from './finish-erasures.ts';

export type Erasure = {
  isPreview: boolean;
  /** Rows changed, by table. */
  counts: Record<string, number>;
  calls: number;
  objects: number;
  spooled: number;
  /** Recordings that were being fetched: run it again, so that their objects are deleted as well. */
  fetching: number;
};

class Undo extends Error {}

/** What an erasure would change: the erasure itself, rolled back. */
export async function previewErasure(db: Database, subject: Subject, config: CliConfig): Promise<Erasure> {
  let erased: Erased | undefined;
  try {
    await db.transaction(async (tx) => {
      erased = await inDatabase(tx, subject, config);
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  return { ...summaryOf(erased!), isPreview: true, spooled: await eraseSpool(config.spoolDir, whatOf(erased!), true) };
}

/**
 * Erases a person. The database is one transaction, which also records the objects to delete; these follow, with those
 * of erasures that were killed before they came to it, and their records for a restore. A second pass finds what was stored during the first.
 */
export async function erase(db: Database, subject: Subject, config: CliConfig): Promise<Erasure> {
  const first = await db.transaction(async (tx) => {
    const erased = await inDatabase(tx, subject, config);
    const id = await recordErasure(tx, erased);
    await recordAudit(tx, 'erase', 'person.erased', `erasure:${id}`);
    return erased;
  });
  const spooled = await eraseSpool(config.spoolDir, whatOf(first), false);
  const again = 'candidateId' in subject && first.numbers[0] !== undefined ? { number: first.numbers[0] } : subject;
  await db.transaction(async (tx) => void (await recordErasure(tx, await inDatabase(tx, again, config))));
  await finishErasures(db, config.storage);
  return { ...summaryOf(first), isPreview: false, spooled };
}

async function inDatabase(tx: Transaction, subject: Subject, { ownedNumbers }: CliConfig): Promise<Erased> {
  try {
    return await erasePerson(tx, subject, ownedNumbers);
  } catch (error) {
    if (error instanceof OwnedNumberError) throw new CliError(error.message, { cause: error });
    throw error;
  }
}

const whatOf = ({ numbers, callSids }: Erased) => ({
  pattern: numbers.length > 0 ? numberPattern(numbers) : '(?!)',
  callSids: new Set(callSids),
});

const summaryOf = ({ counts, callSids, objectKeys, fetching }: Erased) => ({
  counts,
  calls: callSids.length,
  objects: objectKeys.length,
  fetching,
});
