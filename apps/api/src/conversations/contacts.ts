import { contact, contactsPage, contactsQuery } from '@trunkline/api-contract/conversations';
import { rowIdParam } from '@trunkline/api-contract/http';
import { findContact, listContacts } from '@trunkline/db/conversations';
import { isRowId } from '../http/ids.ts';
import { answerPage } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { present, route, type Route } from '../http/route.ts';

const about = { method: 'get', permission: 'conversations.read', tag: 'Conversations' } as const;

export const contactRoutes = (): Route[] => [
  route(
    {
      ...about,
      operationId: 'listContacts',
      path: '/api/contacts',
      summary: 'List contacts',
      description:
        'Lists external phone numbers, the latest contact first. Clients and readers see those of calls of their own orders.',
      query: contactsQuery,
      answers: { 200: contactsPage },
    },
    async (context) => {
      const { number, q: search } = context.query;
      return answerPage(context, (tx, at) => listContacts(tx, { number, search }, at));
    },
  ),
  route(
    {
      ...about,
      operationId: 'getContact',
      path: '/api/contacts/:id',
      summary: 'Get a contact',
      description: 'Returns an external phone number with the id of its conversation.',
      params: { id: rowIdParam('contact') },
      answers: { 200: contact },
    },
    async ({ read, params: { id } }) => {
      const found = isRowId(id) ? await read((tx) => findContact(tx, id)) : undefined;
      if (!found) throw new Problem('not_found', 'No contact with this id is known.');
      return { json: present(found) };
    },
  ),
];
