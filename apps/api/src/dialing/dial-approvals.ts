import {
  dialApproval,
  dialApprovalsPage,
  dialApprovalsQuery,
  dialApprovalToAdd,
} from '@trunkline/api-contract/dialing';
import { addDialApproval, listDialApprovals } from '@trunkline/db/dialing';
import { answerPage } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { present, route, type Route } from '../http/route.ts';

const about = { tag: 'Calls', path: '/api/dial-approvals', permission: 'calls.approve' } as const;

export const dialApprovalRoutes = (): Route[] => [
  route(
    {
      ...about,
      operationId: 'listDialApprovals',
      method: 'get',
      summary: 'List approvals of calls',
      description: 'Lists who approved how many more calls of whom, the latest first. Each holds for one day.',
      query: dialApprovalsQuery,
      answers: { 200: dialApprovalsPage },
    },
    async (context) => answerPage(context, (tx, at) => listDialApprovals(tx, { actor: context.query.actor }, at)),
  ),
  route(
    {
      ...about,
      operationId: 'createDialApproval',
      method: 'post',
      summary: 'Approve more calls',
      description:
        'Lets a user or the `API_KEYS` request more calls than `DIAL_APPROVAL_PER_DAY`, within the day that follows. The approver is another person, so `API_KEYS`, which name no person, approve nothing.',
      body: dialApprovalToAdd,
      answers: { 201: dialApproval },
    },
    async ({ change, actor, body }) => {
      const approvedBy = actor.id;
      if (approvedBy === null)
        throw new Problem('forbidden', 'API_KEYS name no person. Sign in, or use a key of a user.');
      if (approvedBy === body.actor)
        throw new Problem('validation_failed', 'actor: another person must approve your calls.');
      const entry = { event: 'calls.approved', entity: `actor:${body.actor}` };
      const row = await change(entry, (tx) => addDialApproval(tx, { ...body, approvedBy }));
      return { status: 201, json: present(row) };
    },
  ),
];
