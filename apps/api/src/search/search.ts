import type { Permission } from '@trunkline/access';
import { searchAnswer, searchQuery } from '@trunkline/api-contract/search';
import type { Scoped } from '@trunkline/db/connection';
import type { Search } from '@trunkline/telephony/search';
import { route, type Route } from '../http/route.ts';
import { FINDERS } from './finders.ts';

export const searchRoutes = (): Route[] => [
  route(
    {
      operationId: 'searchAll',
      method: 'get',
      path: '/api/search',
      permission: 'calls.read',
      tag: 'Calls',
      summary: 'Search calls, people and recordings',
      description:
        'Finds calls, contacts, conversations and recordings, and for the staff candidates, interviews and users, by part of a number, a name or a SID: the latest of each kind. Clients and readers find what belongs to their own orders.',
      query: searchQuery,
      answers: { 200: searchAnswer },
    },
    async ({ read, query: { q }, may }) => ({ json: { groups: await read((tx) => findAll(tx, q, may)) } }),
  ),
];

async function findAll(tx: Scoped, search: Search, may: (permission: Permission) => boolean) {
  const groups = [];
  for (const [kind, { permission, find }] of Object.entries(FINDERS)) {
    if (!may(permission)) continue;
    const { hits, hasMore } = await find(tx, search);
    groups.push({ kind, hits: hits.map((hit) => ({ kind, ...hit })), has_more: hasMore });
  }
  return groups;
}
