import type { OwnedNumbers } from '@trunkline/telephony/calls';
import type { Transaction } from '../connection/open-database.ts';
import { erasePerson } from './erase-person.ts';
import { addErasures, listErasures, readErasureKeyName, recordErasure, type ErasureRecord } from './erasures.ts';
import { findErasedNumbers } from './find-erased-numbers.ts';

/** What erasing again came to. */
export type ErasedAgain = {
  /** Erasures that the restored rows did not know. */
  erasures: number;
  calls: number;
  /** Erasures whose numbers are digests of another key: only their calls and candidates were erased. */
  unmatched: string[];
  /** Spellings of erased numbers that are the number of no country we know: their rows were not found by them. */
  unread: number;
  /** The persons' numbers and calls, for the spool. */
  numbers: string[];
  callSids: string[];
};

const NUMBERS_AT_ONCE = 20; // one expression finds them all

/**
 * Erases the persons of erasures that this database does not know, as one that a backup of before them has. `spelled` are
 * digits from elsewhere that may be numbers of them.
 */
export async function eraseAgain(
  tx: Transaction,
  records: readonly ErasureRecord[],
  owned: OwnedNumbers,
  spelled: readonly string[],
): Promise<ErasedAgain> {
  const known = new Set((await listErasures(tx)).map(({ id }) => id));
  const fresh = records.filter(({ id }) => !known.has(id));
  const keyName = await readErasureKeyName(tx);
  const digests = fresh.flatMap((record) => (record.keyName === keyName ? record.digests : []));
  const { numbers, unread } =
    digests.length > 0 ? await findErasedNumbers(tx, digests, spelled) : { numbers: [], unread: 0 };
  const callSids = fresh.flatMap((record) => record.callSids);
  await addErasures(tx, fresh);
  await tx.query(
    `insert into erased_numbers (digest) select decode(d, 'hex') from unnest($1::text[]) d on conflict do nothing`,
    [digests],
  );
  const erased = new Set(callSids);
  const groups = [{ numbers: [] as string[], candidateIds: fresh.flatMap((record) => record.candidateIds), callSids }];
  for (let at = 0; at < numbers.length; at += NUMBERS_AT_ONCE)
    groups.push({ numbers: numbers.slice(at, at + NUMBERS_AT_ONCE), candidateIds: [], callSids: [] });
  for (const group of fresh.length > 0 ? groups : []) {
    const found = await erasePerson(tx, group, owned);
    await recordErasure(tx, found);
    for (const sid of found.callSids) erased.add(sid);
  }
  return {
    erasures: fresh.length,
    calls: erased.size,
    unmatched: fresh.filter((record) => record.keyName !== keyName && record.digests.length > 0).map(({ id }) => id),
    unread,
    numbers,
    callSids: [...erased],
  };
}
