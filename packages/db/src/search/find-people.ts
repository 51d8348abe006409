import type { Search } from '@trunkline/telephony/search';
import type { Scoped } from '../connection/with-actor.ts';
import { CANDIDATE_WORDS, CONTACT_WORDS, containsPart } from './person-words.ts';

/** People as calls refer to them. */
export type FoundPeople = { conversationIds: string[]; candidateIds: number[] };

/** More people than this are not looked up: a list in its order meets some of them soon. */
const PEOPLE_AT_MOST = 1000;
/** A part that one in twenty of the newest people has, such as a dialling code, is common: its index is not asked. */
const [SAMPLE, COMMON] = [2000, 100];

/** The people that a search means; undefined if they are many. For staff: the functions do not answer other roles. */
export async function findPeople(tx: Scoped, search: Search): Promise<FoundPeople | undefined> {
  const contacts = await findContactIds(tx, search);
  const candidateIds = contacts && (await findCandidateIds(tx, search));
  return candidateIds && { conversationIds: await conversationsOf(tx, contacts), candidateIds };
}

/** The contacts that a search means; undefined if they are many. */
export const findContactIds = (tx: Scoped, search: Search): Promise<string[] | undefined> =>
  lookUp<string>(tx, CONTACTS, search);

/** The candidates that a search means; undefined if they are many. */
export const findCandidateIds = (tx: Scoped, search: Search): Promise<number[] | undefined> =>
  lookUp<number>(tx, CANDIDATES, search);

async function lookUp<Id>(tx: Scoped, sql: string, { parts }: Search): Promise<Id[] | undefined> {
  const ids = (await tx.query<{ ids: Id[] | null }>(sql, [parts])).rows[0]!.ids;
  return ids && ids.length <= PEOPLE_AT_MOST ? ids : undefined;
}

async function conversationsOf(tx: Scoped, contacts: readonly string[]): Promise<string[]> {
  if (contacts.length === 0) return [];
  const sql = 'select k.id::text from conversations k where k.contact_id = any($1::bigint[])';
  return (await tx.query<{ id: string }>(sql, [contacts])).rows.map(({ id }) => id);
}

/** Null for a common part. `case` asks the index only where the sample has few. */
const idsIn = (table: string, words: (row: string) => string, find: string, type: string): string => `
  select case when (
    select count(*) from (select * from ${table} order by id desc limit ${SAMPLE}) p where ${containsPart(words('p'), '$1::text[]')}
  ) < ${COMMON} then array(
    select distinct id::${type} from unnest($1::text[]) part cross join lateral ${find}(part, ${PEOPLE_AT_MOST + 1}) id
  ) end as ids`;

const CONTACTS = idsIn('contacts', CONTACT_WORDS, 'find_contacts', 'text');
const CANDIDATES = idsIn('candidates', CANDIDATE_WORDS, 'find_candidates', 'integer');
