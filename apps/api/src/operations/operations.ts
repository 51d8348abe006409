import { rowIdParam } from '@trunkline/api-contract/http';
import {
  operation,
  operationPreview,
  operationsPage,
  operationsQuery,
  operationToCreate,
} from '@trunkline/api-contract/operations';
import { createOperation, listOperations, previewOperation } from '@trunkline/db/operations';
import { describeOperation, MOST_ITEMS } from '@trunkline/telephony/operations';
import { answerPage } from '../http/page.ts';
import { forbidden, Problem } from '../http/problem.ts';
import { actorName } from '../http/record-audit.ts';
import { present, route, type Route } from '../http/route.ts';
import { changeOperationRoute, entityOf, getOperation, PERMISSION_OF } from './change-operation.ts';
import { readTargets } from './read-targets.ts';

const about = { tag: 'Operations' } as const;
const ofId = { id: rowIdParam('operation') };

/** Changes to many rows, previewed, fixed when they are created, and done by worker-reconcile at a rate. */
export const operationRoutes = (): Route[] => [
  route(
    {
      ...about,
      operationId: 'listOperations',
      method: 'get',
      path: '/api/operations',
      permission: 'operations.read',
      summary: 'List operations',
      description: 'Lists changes to many rows, the latest first, with their progress. They are kept for 30 days.',
      query: operationsQuery,
      answers: { 200: operationsPage },
    },
    async (context) => {
      const { kind, state } = context.query;
      return answerPage(context, (tx, at) => listOperations(tx, { kind, state }, at));
    },
  ),
  route(
    {
      ...about,
      operationId: 'createOperation',
      method: 'post',
      path: '/api/operations',
      permission: 'operations.manage',
      summary: 'Create an operation',
      description: `Changes the rows that match a filter of the list of its kind: exactly those that the dry run counted, at most ${MOST_ITEMS.toLocaleString('en-US')}. A dry run says what it would do and answers \`preview\`, which creates the operation; if other rows match by then, nothing is created (409). worker-reconcile does it at the rate, the canary first, and reports by the event operation.progress.`,
      body: operationToCreate,
      idempotent: true,
      sends: ['Location'],
      answers: { 200: operationPreview, 202: operation },
    },
    async ({ read, change, may, actor, body, response }) => {
      const { kind, filter, reason, rate, canary, preview } = body;
      if (!may(PERMISSION_OF[kind])) throw forbidden();
      const targets = readTargets(body, may);
      const found = await read((tx) => previewOperation(tx, targets));
      const summary = describeOperation(kind, found, filter);
      if (body.dry_run) {
        const json = { dry_run: true, kind, ...present(found), summary, sample: found.sample.map(present) };
        return { json };
      }
      if (reason === undefined || preview === undefined)
        throw new Problem(
          'validation_failed',
          'reason and preview are required: send the same body with {"dry_run": true} and read what it answers.',
        );
      if (found.items > MOST_ITEMS) throw tooMany(found.items);
      const entry = { event: 'operation.created', entity: entityOf };
      const created = await change(entry, async (tx) => {
        const requestedBy = actorName(actor);
        const made = await createOperation(tx, { targets, filter, summary, reason, rate, canary, requestedBy });
        if (made.preview !== preview) throw otherRows(preview, made.preview);
        return made.operation;
      });
      response.location(`/api/operations/${created.id}`);
      return { status: 202, json: present(created) };
    },
  ),
  route(
    {
      ...about,
      operationId: 'getOperation',
      method: 'get',
      path: '/api/operations/:id',
      permission: 'operations.read',
      summary: 'Get an operation',
      description: 'Returns a change to many rows with its progress and its first errors.',
      params: ofId,
      answers: { 200: operation },
    },
    async ({ read, params: { id } }) => ({ json: present(await read((tx) => getOperation(tx, id))) }),
  ),
  changeOperationRoute(
    'pause',
    'Pause an operation',
    'Begins no further item until it is resumed. Items that were begun settle.',
  ),
  changeOperationRoute('resume', 'Resume an operation', 'Begins items again, at the rate and without catching up.'),
  changeOperationRoute(
    'cancel',
    'Cancel an operation',
    'Begins no further item for good. What was done stays, and items that were begun settle.',
  ),
];

const tooMany = (items: number): Problem =>
  new Problem(
    'validation_failed',
    `${items} rows match, and an operation has at most ${MOST_ITEMS}. Narrow the filter, for example with received_before, and create several.`,
    { items, most: MOST_ITEMS },
  );

const otherRows = (given: string, now: string): Problem =>
  new Problem(
    'preview_outdated',
    'Other rows match now than when the preview was made, so nothing was created. Send dry_run again, and look at what it answers.',
    { preview: given, preview_now: now },
  );
