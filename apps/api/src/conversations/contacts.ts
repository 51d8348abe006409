import { contact, contactsPage, contactsQuery } from '@trunkline/api-contract/conversations';
import { findContact, listContacts } from '@trunkline/db/conversations';
import { pageOf, readCursor } from '../http/page.ts';
import { present } from '../http/present.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { isInboxId } from '../inbox/inbox.ts';

const about = { method: 'get', permission: 'conversations.read', tag: 'Conversations' } as const;

/** `GET /api/contacts`, `GET /api/contacts/:id`: the people outside, by their numbers. */
export const contactRoutes = (): Route[] => [
  route(
    {
      ...about,
      path: '/api/contacts',
      summary: 'Contacts, the latest first',
      query: contactsQuery,
      answers: { 200: contactsPage },
    },
    async ({ read, query: { number, limit }, request, response }) => {
      const after = readCursor(request)?.after;
      const { rows, hasMore } = await read((tx) => listContacts(tx, { number }, { after, limit }));
      const last = hasMore ? { after: rows.at(-1)!.id, from: null } : null;
      return { json: { data: rows.map(present), page: pageOf(request, response, limit, last) } };
    },
  ),
  route(
    { ...about, path: '/api/contacts/:id', summary: 'One contact', answers: { 200: contact } },
    async ({ read, params }) => {
      const id = params['id']!;
      const found = isInboxId(id) ? await read((tx) => findContact(tx, id)) : undefined;
      if (!found) throw new Problem('not_found', 'No contact with this id is known.');
      return { json: present(found) };
    },
  ),
];
