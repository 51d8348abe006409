import { rowIdParam } from '@trunkline/api-contract/http';
import { callbackTest } from '@trunkline/api-contract/inbox';
import { findCallbackTest, requestCallbackTest, type CallbackTest } from '@trunkline/db/inbox';
import { isAcceptedTest, summarizeCallbackTest } from '@trunkline/telephony/inbox';
import { awaitSettled } from '../http/await-settled.ts';
import { isRowId } from '../http/ids.ts';
import { Problem } from '../http/problem.ts';
import { actorName } from '../http/record-audit.ts';
import { present, route, type Route } from '../http/route.ts';

const about = { tag: 'Inbox', permission: 'inbox.test' } as const;

/** Tests of the way that callbacks take. The API has no auth token: worker-reconcile signs and posts them. */
export const callbackTestRoutes = ({ patienceMs }: { patienceMs: number }): Route[] => [
  route(
    {
      ...about,
      operationId: 'testCallback',
      method: 'post',
      path: '/api/inbox/test',
      summary: 'Send a signed test callback',
      description:
        'Has worker-reconcile sign a callback as Twilio does and post it to WEBHOOK_BASE_URL, through every proxy on the way to ingest. The answer says what came back and what to do. The callback names no call: it is stored, and discarded as a test. Answers 202 where that takes longer than some seconds.',
      sends: ['Location'],
      answers: { 200: callbackTest, 202: callbackTest },
    },
    async ({ read, change, actor, response }) => {
      const entry = { event: 'callback.tested', entity: ({ id }: CallbackTest) => `callback_test:${id}` };
      const { id } = await change(entry, async (tx) => {
        const requested = await requestCallbackTest(tx, actorName(actor));
        if (requested) return requested;
        throw new Problem('rate_limited', 'Ten tests wait for worker-reconcile. Check that it runs, then try again.', {
          retry_after: 10,
        });
      });
      const look = async () => (await read((tx) => findCallbackTest(tx, id)))!;
      const row = await awaitSettled(look, ({ settledAt }) => settledAt !== null, patienceMs);
      if (row.settledAt !== null) return { json: presentTest(row) };
      response.location(`/api/inbox/tests/${id}`);
      return { status: 202, json: presentTest(row) };
    },
  ),
  route(
    {
      ...about,
      operationId: 'getCallbackTest',
      method: 'get',
      path: '/api/inbox/tests/:id',
      summary: 'Get a test callback',
      description: 'Returns what came of a test callback. Tests are kept for a day.',
      params: { id: rowIdParam('test') },
      answers: { 200: callbackTest },
    },
    async ({ read, params: { id } }) => {
      const row = isRowId(id) ? await read((tx) => findCallbackTest(tx, id)) : undefined;
      if (!row) throw new Problem('not_found', 'No test with this id is known. They are kept for a day.');
      return { json: presentTest(row) };
    },
  ),
];

const presentTest = (row: CallbackTest) => {
  const { settledAt, answered, inboxId, ...shown } = row;
  return {
    ...present(shown),
    is_settled: settledAt !== null,
    ok: isAcceptedTest(row),
    summary: summarizeCallbackTest(row),
    status: answered,
    callback_id: inboxId,
  };
};
