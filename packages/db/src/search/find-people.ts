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
export async function findPeople(tx: Scoped, { parts }: Search): Promise<FoundPeople | undefined> {
  const { rows } = await tx.query<{ contacts: string[] | null; candidates: number[] | null }>(SQL, [parts]);
  const { contacts, candidates } = rows[0]!;
  if (!contacts || !candidates || contacts.length > PEOPLE_AT_MOST || candidates.length > PEOPLE_AT_MOST)
    return undefined;
  return { conversationIds: await conversationsOf(tx, contacts), candidateIds: candidates };
}

/** The contacts that a search means; undefined if they are many. */
export async function findContactIds(tx: Scoped, { parts }: Search): Promise<string[] | undefined> {
  const { rows } = await tx.query<{ contacts: string[] | null }>(`select ${CONTACTS} as contacts`, [parts]);
  const { contacts } = rows[0]!;
  return contacts && contacts.length <= PEOPLE_AT_MOST ? contacts : undefined;
}

/** The candidates that a search means; undefined if they are many. */
export async function findCandidateIds(tx: Scoped, { parts }: Search): Promise<number[] | undefined> {
  const { rows } = await tx.query<{ candidates: number[] | null }>(`select ${CANDIDATES} as candidates`, [parts]);
  const { candidates } = rows[0]!;
  return candidates && candidates.length <= PEOPLE_AT_MOST ? candidates : undefined;
}

async function conversationsOf(tx: Scoped, contacts: readonly string[]): Promise<string[]> {
  if (contacts.length === 0) return [];
  const sql = 'select k.id::text from conversations k where k.contact_id = any($1::bigint[])';
  return (await tx.query<{ id: string }>(sql, [contacts])).rows.map(({ id }) => id);
}

/** Null for a common part. `case` asks the index only where the sample has few. */
const lookUp = (table: string, words: (row: string) => string, find: string, type: string): string => `
  case when (
    select count(*) from (select * from ${table} order by id desc limit ${SAMPLE}) p where ${containsPart(words('p'), '$1::text[]')}
  ) < ${COMMON} then array(
    select distinct id::${type} from unnest($1::text[]) part cross join lateral ${find}(part, ${PEOPLE_AT_MOST + 1}) id
  ) end`;

const CONTACTS = lookUp('contacts', CONTACT_WORDS, 'find_contacts', 'text');
const CANDIDATES = lookUp('candidates', CANDIDATE_WORDS, 'find_candidates', 'integer');
const SQL = `select ${CONTACTS} as contacts, ${CANDIDATES} as candidates`;
