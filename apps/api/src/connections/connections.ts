import { connection, connectionBody, connectionsPage, connectionsQuery } from '@trunkline/api-contract/connections';
import { rowIdParam } from '@trunkline/api-contract/http';
import { findConnection, listConnections, requestConnection, type Connection } from '@trunkline/db/connections';
import { awaitSettled } from '../http/await-settled.ts';
import { isRowId } from '../http/ids.ts';
import { answerPage } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { actorName } from '../http/record-audit.ts';
import { present, route, type Route } from '../http/route.ts';

const about = { tag: 'Configuration', permission: 'configuration.connect' } as const;

/** Where numbers, applications and SIP domains of Twilio send calls. The API has no credentials: worker-reconcile asks Twilio. */
export const connectionRoutes = ({ patienceMs }: { patienceMs: number }): Route[] => [
  route(
    {
      ...about,
      operationId: 'createConnection',
      method: 'post',
      path: '/api/connections',
      summary: 'Connect or disconnect a number',
      description:
        'Has worker-reconcile set the URLs of a number, an application or a SIP domain at Twilio, so that its calls and their ends come to us. What was there before is kept, and a disconnect sets it again. A dry run answers the difference. Answers 202 where that takes longer than some seconds.',
      body: connectionBody,
      sends: ['Location'],
      answers: { 201: connection, 202: connection },
    },
    async ({ read, change, actor, body, response }) => {
      const { action, target, voice_path: voicePath, dry_run: isDryRun } = body;
      const request = { action, target, voicePath, isDryRun, requestedBy: actorName(actor) };
      const entry = { event: `number.${action}_requested`, entity: ({ id }: Connection) => `connection:${id}` };
      const { id } = await change(entry, (tx) => requestConnection(tx, request));
      response.location(`/api/connections/${id}`);
      const look = async () => (await read((tx) => findConnection(tx, id)))!;
      const row = await awaitSettled(look, ({ settledAt }) => settledAt !== null, patienceMs);
      return { status: row.settledAt === null ? 202 : 201, json: presentConnection(row) };
    },
  ),
  route(
    {
      ...about,
      operationId: 'listConnections',
      method: 'get',
      path: '/api/connections',
      summary: 'List connects and disconnects',
      description: 'Lists what was connected and disconnected, the latest first, with what was there before.',
      query: connectionsQuery,
      answers: { 200: connectionsPage },
    },
    async (context) => answerPage(context, (tx, at) => listConnections(tx, at), { item: presentConnection }),
  ),
  route(
    {
      ...about,
      operationId: 'getConnection',
      method: 'get',
      path: '/api/connections/:id',
      summary: 'Get a connect or disconnect',
      description: 'Returns what came of a connect or disconnect.',
      params: { id: rowIdParam('connection') },
      answers: { 200: connection },
    },
    async ({ read, params: { id } }) => {
      const row = isRowId(id) ? await read((tx) => findConnection(tx, id)) : undefined;
      if (!row) throw new Problem('not_found', 'No connection with this id is known.');
      return { json: presentConnection(row) };
    },
  ),
];

const presentConnection = (row: Connection): object => ({
  ...present(row),
  is_settled: row.settledAt !== null,
  ok: row.settledAt !== null && row.error === null,
});
