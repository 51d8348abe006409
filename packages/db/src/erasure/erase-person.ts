import { numberForms } from '@trunkline/telephony/erasure';
import type { OwnedNumbers } from '@trunkline/telephony/calls';
import { lockCalls } from '../calls/lock-calls.ts';
import { repairCalls } from '../calls/repair-numbers.ts';
import type { Queryable, Transaction } from '../connection/open-database.ts';
import { findPerson, listPersonRows, type Person, type Subject } from './find-person.ts';
import { redactNumbers } from './redact-numbers.ts';
import { scrubRows } from './scrub-rows.ts';

/** Result of an erasure in the database. */
export type Erased = Omit<Person, 'callSids'> & {
  /** Rows changed, by table; a row counts once for its words and once for its numbers. */
  counts: Record<string, number>;
  callSids: string[];
  /** Keyed digests of the numbers, in hexadecimal digits. */
  digests: string[];
  /** Objects of the store that are to be deleted. */
  objectKeys: string[];
  /** Recordings that a worker fetches right now: their objects may still come. */
  fetching: number;
};

/**
 * Erases a person from every table, in the caller's transaction. Rows, states and dedupe keys stay, so that counts are as
 * before and no copy comes back. What arrives later for these calls is stored without what identifies the person.
 */
export async function erasePerson(tx: Transaction, subject: Subject, owned: OwnedNumbers): Promise<Erased> {
  await tx.query('set local role trunkline_retention'); // may change the logs of facts
  const person = await findPerson(tx, subject);
  const own = person.numbers.find((number) => owned.has(number));
  if (own !== undefined) throw new OwnedNumberError(own);
  const digits = person.numbers.flatMap(numberForms);
  await listPersonRows(tx, person, digits.map(toHex));
  await tx.query('select from twilio_webhook_inbox where id in (select id from person_inbox) order by id for update');
  const callSids = await column(tx, 'select call_sid from person_calls order by 1');
  const locked = await lockCalls(tx, callSids);
  const digests = await leaveTombstones(tx, digits);
  const objectKeys = await column(tx, OBJECT_KEYS);
  const fetching = await column(tx, FETCHING);
  const words = await scrubRows(tx, person);
  const numbers = person.numbers.length > 0 ? await redactNumbers(tx, person.pattern) : {};
  await repairCalls(locked, callSids, owned);
  await tx.query('reset role');
  return { ...person, counts: sum(words, numbers), callSids, digests, objectKeys, fetching: fetching.length };
}

/** The number is the account's own: it is in every call, and no person's. */
export class OwnedNumberError extends Error {
  override readonly name = 'OwnedNumberError';
  constructor(number: string) {
    super(`${number} is a number of the account (OWNED_PHONE_NUMBERS), and no person's.`);
  }
}

/** A payload that Postgres refused is stored as the hexadecimal digits of its JSON. */
const toHex = (digits: string): string => Buffer.from(digits).toString('hex');

async function leaveTombstones(tx: Queryable, digits: string[]): Promise<string[]> {
  await tx.query('insert into erased_calls (call_sid) select call_sid from person_calls on conflict do nothing');
  const digests = await column(tx, `select encode(erasure_digest(n), 'hex') from unnest($1::text[]) n`, [digits]);
  const sql = `insert into erased_numbers (digest) select decode(d, 'hex') from unnest($1::text[]) d on conflict do nothing`;
  await tx.query(sql, [digests]);
  return digests;
}

/** Without an object key a fetch may be on its way: then the key is that of `keyOf` in worker-recording. */
const OBJECT_KEYS = `
select distinct coalesce(r.object_key,
  to_char(coalesce(r.started_at, r.announced_at) at time zone 'utc', 'YYYY/MM/DD') || '/' || r.recording_sid || '.wav')
from call_recordings r
where r.recording_sid in (select recording_sid from person_recordings)
  and (r.object_key is not null or r.custody in ('fetching', 'failed'))`;
const FETCHING = `
select recording_sid from call_recordings
where custody = 'fetching' and recording_sid in (select recording_sid from person_recordings)`;

async function column(tx: Queryable, sql: string, values?: unknown[]): Promise<string[]> {
  const { rows } = await tx.query<Record<string, string>>(sql, values);
  return rows.map((row) => Object.values(row)[0]!);
}

function sum(...all: Record<string, number>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [table, count] of all.flatMap((each) => Object.entries(each)))
    if (count > 0) counts[table] = (counts[table] ?? 0) + count;
  return counts;
}
