import { rowIdParam } from '@trunkline/api-contract/http';
import { completedSync, runningSync, syncRun } from '@trunkline/api-contract/reconciliation';
import { cancelSyncRun, findSyncRun, requestSync, type SyncRun } from '@trunkline/db/reconciliation';
import type { Clock } from '@trunkline/service';
import { isOpenSyncRun } from '@trunkline/telephony/reconciliation';
import type { Response } from 'express';
import { awaitSettled } from '../http/await-settled.ts';
import { isRowId } from '../http/ids.ts';
import { Problem } from '../http/problem.ts';
import { present, route, type Answer, type Route } from '../http/route.ts';

const HOUR_MS = 3_600_000;

/** The two scans of the call inbox, with their paths. */
const SCANS = [
  { operationId: 'syncLastThreeDays', path: '/api/sync/today', ms: 72 * HOUR_MS, span: 'last 3 days' },
  { operationId: 'syncLastHour', path: '/api/sync/recent', ms: HOUR_MS, span: 'last hour' },
] as const;

const about = { tag: 'Reconciliation' } as const;
const ofId = { id: rowIdParam('scan') };

/** A scan that takes longer than `patienceMs` continues as a run, which the answer links. */
export const syncRoutes = ({ clock, patienceMs }: { clock: Clock; patienceMs: number }): Route[] => [
  ...SCANS.map(({ operationId, path, ms, span }) =>
    route(
      {
        ...about,
        operationId,
        method: 'post',
        path,
        permission: 'reconciliation.sync',
        summary: `Import the calls of the ${span}`,
        description: `Compares the lists of Twilio for the ${span} with the database and imports what is missing. Answers 200 once the scan has completed; after 20 seconds 202, with the run to follow.`,
        sends: ['Location'],
        answers: { 200: completedSync, 202: runningSync },
      },
      async ({ read, change, response }) => {
        const until = clock.now();
        const scan = { kind: 'sync' as const, since: new Date(until.getTime() - ms), until };
        const { id } = await change({ event: 'sync.requested', entity: entityOf }, (tx) => requestSync(tx, scan));
        const look = async () => (await read((tx) => findSyncRun(tx, id)))!;
        return answerSync(response, await awaitSettled(look, (run) => !isOpenSyncRun(run), patienceMs), span);
      },
    ),
  ),
  route(
    {
      ...about,
      operationId: 'getSyncRun',
      method: 'get',
      path: '/api/sync/runs/:id',
      permission: 'reconciliation.read',
      summary: 'Get a scan',
      description: 'Returns the progress and the counts of a scan of the lists of Twilio.',
      params: ofId,
      answers: { 200: syncRun },
    },
    async ({ read, params: { id } }) => {
      const run = isRowId(id) ? await read((tx) => findSyncRun(tx, id)) : undefined;
      if (!run) throw unknownRun();
      return { json: present(run) };
    },
  ),
  route(
    {
      ...about,
      operationId: 'cancelSyncRun',
      method: 'post',
      path: '/api/sync/runs/:id/cancel',
      permission: 'reconciliation.sync',
      summary: 'Cancel a scan',
      description: 'Cancels a scan. What it has imported stays.',
      params: ofId,
      answers: { 202: syncRun },
    },
    async ({ change, params: { id } }) => {
      if (!isRowId(id)) throw unknownRun();
      const canceled = await change({ event: 'sync.canceled', entity: entityOf }, async (tx) => {
        const known = await findSyncRun(tx, id);
        if (!known) throw unknownRun();
        const run = await cancelSyncRun(tx, id);
        if (run) return run;
        throw new Problem('invalid_state_transition', `The scan is already ${known.state}.`);
      });
      return { status: 202, json: present(canceled) };
    },
  ),
];

const entityOf = ({ id }: SyncRun): string => `sync_run:${id}`;

const unknownRun = (): Problem => new Problem('not_found', 'No scan with this id is known.');

/** Named in the message alone: the source's answer has no field for it. */
function unreadIn({ id, progress: { unreadable } }: SyncRun): string {
  return unreadable ? `; rows that cannot be read: ${unreadable.count}, named at /api/sync/runs/${id}` : '';
}

function answerSync(response: Response, run: SyncRun, span: string): Answer {
  const { id, state, synced, skipped, total, error } = run;
  if (state === 'failed') throw new Problem('sync_failed', error ?? 'The scan failed.', { run: id });
  if (state === 'canceled')
    throw new Problem('invalid_state_transition', 'The scan was canceled. Start another one.', { run: id });
  const counts = { synced, skipped, total };
  if (state === 'completed')
    return { json: { success: true, message: `Synced ${synced} new calls from ${span}${unreadIn(run)}`, ...counts } };
  const href = `/api/sync/runs/${id}`;
  response.location(href);
  const message = `The sync of the ${span} is still running`;
  return { status: 202, json: { success: true, message, ...counts, run: { id, state, href } } };
}
