import { rejectedRequestsPage, rejectedRequestsQuery } from '@trunkline/api-contract/rejected-requests';
import { POSITION } from '@trunkline/db/connection';
import {
  groupRejections,
  listRejections,
  type ListedRejection,
  type RejectionFilter,
} from '@trunkline/db/rejected-requests';
import { REJECTION_CAUSES, type RejectionCause } from '@trunkline/telephony/rejected-requests';
import { lastOf, pageOf, readCursor } from '../http/page.ts';
import { present, route, type Route } from '../http/route.ts';

export const rejectedRequestRoutes = (): Route[] => [
  route(
    {
      tag: 'Inbox',
      operationId: 'listRejectedRequests',
      method: 'get',
      path: '/api/rejected-requests',
      permission: 'inbox.read',
      summary: 'List rejected requests',
      description:
        'Lists requests that ingest refused within the last day, by hour, cause and URL, the last ones first, and all of them by cause. Each has the likely cause and what to do. Values of fields are not kept.',
      query: rejectedRequestsQuery,
      answers: { 200: rejectedRequestsPage },
    },
    async ({ read, request, response, query }) => {
      const filter: RejectionFilter = { causes: query.cause, path: query.path, accountSid: query.account_sid };
      const at = { after: readCursor(request, POSITION)?.after, limit: query.limit };
      const { page, groups } = await read(async (tx) => ({
        page: await listRejections(tx, filter, at),
        groups: await groupRejections(tx, filter),
      }));
      const last = lastOf(page, ({ position }) => position);
      return {
        json: {
          data: page.rows.map(presentRejection),
          page: pageOf(request, response, query.limit, last),
          groups: groups.map((group) => ({ ...present(group), ...explain(group.cause) })),
        },
      };
    },
  ),
];

function presentRejection(rejection: ListedRejection): object {
  const { position: _, hour: __, accountSid, sample, ...row } = rejection;
  return { ...present(row), ...explain(row.cause), account_sid: accountSid || null, sample: present(sample) };
}

/** A cause that a newer version of ingest knows is explained by its name alone. */
const explain = (cause: RejectionCause) => REJECTION_CAUSES[cause] ?? { sentence: cause, remedy: 'Update the API.' };
