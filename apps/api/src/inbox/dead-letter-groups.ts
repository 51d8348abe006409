import {
  deadLetterGroupDetail,
  deadLetterGroupsPage,
  deadLettersQuery,
  fingerprintParam,
} from '@trunkline/api-contract/inbox';
import {
  GROUP_POSITION,
  listCallsOfGroup,
  listDeadLetterGroups,
  listInbox,
  positionOfGroup,
  type DeadLetterGroup,
} from '@trunkline/db/inbox';
import { adviseDeadLetter } from '@trunkline/telephony/inbox';
import { lastOf, pageOf, readCursor } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { present, route, type Route } from '../http/route.ts';
import { allTime, presentWindow } from '../http/time-window.ts';
import { toCallbackFilter } from './inbox-filter.ts';

const about = { method: 'get', permission: 'inbox.read', tag: 'Inbox' } as const;
const FINGERPRINT = /^[0-9a-f]{16}$/;
const NEWEST = 10;

/** Dead letters by the fingerprint of their error, with the likely cause. */
export const deadLetterGroupRoutes = (): Route[] => [
  route(
    {
      ...about,
      operationId: 'listDeadLetterGroups',
      path: '/api/dead-letters/groups',
      summary: 'List dead letters by error',
      description:
        'Lists the errors of dead letters, the most frequent first, each with the number of its callbacks and calls, the newest of them, the likely cause and what to do. SIDs, numbers and quoted text make no difference. Default window: everything that is stored.',
      query: deadLettersQuery,
      answers: { 200: deadLetterGroupsPage },
    },
    async ({ read, query, request, response }) => {
      const at = { after: readCursor(request, GROUP_POSITION)?.after, limit: query.limit };
      const window = allTime(query);
      const range = { receivedAfter: query.received_after, receivedBefore: query.received_before };
      const filter = { ...toCallbackFilter(query), ...range };
      const found = await read((tx) => listDeadLetterGroups(tx, filter, at));
      const page = pageOf(request, response, query.limit, lastOf(found, positionOfGroup));
      return { json: { data: found.rows.map(presentGroup), page, window: presentWindow(window) } };
    },
  ),
  route(
    {
      ...about,
      operationId: 'getDeadLetterGroup',
      path: '/api/dead-letters/groups/:fingerprint',
      summary: 'Get dead letters by error',
      description:
        'Returns the dead letters with one error: their number, the calls with most of them, and the newest ten. A group without dead letters is not found.',
      params: { fingerprint: fingerprintParam },
      answers: { 200: deadLetterGroupDetail },
    },
    async ({ read, params: { fingerprint } }) => {
      if (!FINGERPRINT.test(fingerprint)) throw unknownGroup();
      const filter = { fingerprints: [fingerprint] };
      const found = await read(async (tx) => {
        const { rows } = await listDeadLetterGroups(tx, filter, { limit: 1 });
        if (!rows[0]) return undefined;
        const calls = await listCallsOfGroup(tx, filter);
        return { group: rows[0], calls, newest: await listInbox(tx, { ...filter, states: ['dead_letter'] }, NEWEST) };
      });
      if (!found) throw unknownGroup();
      const { group, calls, newest } = found;
      const json = {
        ...presentGroup(group),
        calls_with_most: calls.map(present),
        newest: newest.rows.map(present),
      };
      return { json };
    },
  ),
];

const presentGroup = ({ sample, ...group }: DeadLetterGroup) => ({
  ...present(group),
  stage: 'apply',
  ...present(adviseDeadLetter(sample.error)),
  sample: present(sample),
});

const unknownGroup = (): Problem =>
  new Problem(
    'not_found',
    'No dead letter has an error with this fingerprint. GET /api/dead-letters/groups lists them.',
  );
