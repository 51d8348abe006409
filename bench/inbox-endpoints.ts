import type { Scoped } from '@trunkline/db/connection';
import { readCallStory } from '@trunkline/db/explain';
import { countInbox, listDeadLetterGroups, listInbox, searchInbox } from '@trunkline/db/inbox';
import { readSearchTerm } from '@trunkline/telephony/inbox';
import type { Endpoint } from './compare-endpoints.ts';

const LIMIT = 50;
const CALL_ID = 42n;

/** Terms by how the rows that they find lie: in every row, in some, in few, in none. */
const TERMS = {
  accountOfAll: 'AC0123456789abcdef',
  numberOfAll: '+1 617 500 6181',
  numberOfFew: '+1 (508) 555-0142',
  endOfNumber: '5550142',
  partOfSids: '5f0c',
  fewSids: '5f0c1b',
  token: 'c0ffee',
  errorOfAll: 'No call of the account',
  errorOfSome: 'account 17 has',
  inNone: 'zzzz-not-there',
  partsOfAllTogetherInNone: '6175006180',
} as const;

const search = (term: string): Endpoint => ({
  path: `/api/inbox?counts=false&limit=${LIMIT}&q=${encodeURIComponent(term)}`,
  sql: (db) => searchInbox(db, readSearchTerm(term)!, {}, LIMIT),
});

const list = (parameters: string, sql: (db: Scoped) => Promise<unknown>): Endpoint => ({
  path: `/api/inbox?limit=${LIMIT}${parameters}`,
  sql,
});

const story: Endpoint['sql'] = (db) => readCallStory(db, { id: CALL_ID });

/** The lists of the inbox, what it says of a call, and its search for each kind of term. */
export const INBOX_ENDPOINTS: readonly Endpoint[] = [
  list('', async (db) => [await listInbox(db, {}, LIMIT), await countInbox(db, {})]),
  list('&counts=false&state=dead_letter', (db) => listInbox(db, { states: ['dead_letter'] }, LIMIT)),
  list('&counts=false&state=failed', (db) => listInbox(db, { states: ['failed'] }, LIMIT)),
  { path: '/api/dead-letters/groups', sql: (db) => listDeadLetterGroups(db, {}, { limit: LIMIT }) },
  { path: `/api/calls/${CALL_ID}/explain`, sql: story },
  { path: `/api/calls/${CALL_ID}/trace`, sql: story },
  ...Object.values(TERMS).map(search),
];
