import { sidEnds, type Search } from '@trunkline/telephony/search';
import { READ_AT_MOST } from '../connection/latest-first.ts';
import type { Scoped } from '../connection/with-actor.ts';
import { seesAllCalls } from './sees-all-calls.ts';
import { isOpenGap } from '../reconciliation/is-open-gap.ts';
import { findPeople } from '../search/find-people.ts';
import { CONTACT_WORDS, containsPart } from '../search/person-words.ts';
import type { CallOrder } from './call-order.ts';

/** With more calls that miss a callback, the calls are read in their order and not by their gaps. */
const GAPS_AT_MOST = 5000;
const SIDS_AT_MOST = 1000;

/** The calls that indexes find for a search. */
type FoundByIndex = { conversationIds: string[]; candidateIds: number[]; callIds: string[] };

/** What was looked up before the list is read. Absent: not asked for, or so many that the list in its order has some soon. */
export type FoundCalls = { calls?: FoundByIndex | undefined; gapSids?: string[] | undefined };

/** The filters of a list that are looked up first. */
type WhatToFind = { search?: Search | undefined; hasGap?: boolean | undefined };

/** Looks up what few calls have. Staff alone: other roles have few calls, which are read one by one. */
export async function findCalls(tx: Scoped, { search, hasGap }: WhatToFind): Promise<FoundCalls> {
  if (!seesAllCalls(tx)) return {};
  const gapSids = hasGap ? await findOpenGaps(tx) : undefined;
  if (!search) return { gapSids };
  const people = await findPeople(tx, search);
  if (!people) return { gapSids };
  const { beginning, ending } = sidEnds(search, 'CA');
  const { rows } = await tx.query<{ id: string }>('select id from find_calls_by_sid($1, $2, $3) id', [
    beginning,
    ending,
    SIDS_AT_MOST,
  ]);
  return { gapSids, calls: { ...people, callIds: rows.map(({ id }) => id) } };
}

async function findOpenGaps(tx: Scoped): Promise<string[] | undefined> {
  const sql = `
    select distinct g.call_sid as sid from callback_gaps g where ${isOpenGap('g')} and ${tx.rows('callback_gaps', 'g')}
    limit ${GAPS_AT_MOST + 1}`;
  const { rows } = await tx.query<{ sid: string }>(sql);
  return rows.length > GAPS_AT_MOST ? undefined : rows.map(({ sid }) => sid);
}

/** The calls that a search found, of each way the first ones in the order of the list. */
export function isFound(
  { conversationIds, candidateIds, callIds }: FoundByIndex,
  order: CallOrder,
  bind: (value: unknown) => string,
): string {
  const of = (condition: string) => `
    (select s.id from calls s where ${condition} order by ${order.by(order.key('s'), 's.id')} limit ${READ_AT_MOST})`;
  const ways = [
    `select unnest(${bind(callIds)}::bigint[])`,
    ...(conversationIds.length > 0 ? [of(`s.conversation_id = any(${bind(conversationIds)}::bigint[])`)] : []),
    ...(candidateIds.length > 0 ? [of(`s.candidate_id = any(${bind(candidateIds)}::integer[])`)] : []),
  ];
  return `c.id = any(array(${ways.join(' union ')}))`;
}

/**
 * True for a call that a search means, checked for one call: its outside number, its contact, its candidate and its SID. Not
 * `exists`, which was planned as a hash of all contacts that match.
 */
export function matches(tx: Scoped, search: Search, bind: (value: unknown) => string): string {
  const { beginning, ending } = sidEnds(search, 'CA');
  const [parts, start, end] = [`${bind(search.parts)}::text[]`, bind(beginning), bind(ending)];
  const contains = (words: string) => containsPart(words, parts);
  const ofContact = `(
    select ${contains(CONTACT_WORDS('p'))} from conversations k join contacts p on p.id = k.contact_id
    where k.id = c.conversation_id and ${tx.rows('conversations', 'k')} and ${tx.rows('contacts', 'p')})`;
  const ofCandidate = `(select ${contains('lower(a.name)')} from candidates a where a.id = c.candidate_id)`;
  const conditions = [
    contains('c.outside_number'),
    ofContact,
    ...(seesAllCalls(tx) ? [ofCandidate] : []),
    `starts_with(lower(c.call_sid), ${start}::text)`,
    `right(lower(c.call_sid), length(${end}::text)) = ${end}::text`,
  ];
  return `(${conditions.map((condition) => `coalesce(${condition}, false)`).join(' or ')})`;
}

/** True for a call of which a callback is missing. */
export const hasOpenGap = (call: string): string =>
  `exists (select from callback_gaps g where g.call_sid = ${call}.call_sid and ${isOpenGap('g')})`;
