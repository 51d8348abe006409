import { syncDone, syncRun, syncUnderWay } from '@trunkline/api-contract/reconciliation';
import { cancelSyncRun, findSyncRun, requestSync, type SyncRun } from '@trunkline/db/reconciliation';
import type { Clock } from '@trunkline/service';
import { isOpenSyncRun } from '@trunkline/telephony/reconciliation';
import type { Response } from 'express';
import { setTimeout as delay } from 'node:timers/promises';
import { present } from '../http/present.ts';
import { Problem } from '../http/problem.ts';
import { route, type Answer, type Route, type RouteContext } from '../http/route.ts';
import { isInboxId } from '../inbox/inbox.ts';

const HOUR_MS = 3_600_000;
const LOOK_EVERY_MS = 200;

/** The call inbox's two scans, by their paths. */
const SCANS = [
  { path: '/api/sync/today', ms: 72 * HOUR_MS, span: 'last 3 days' },
  { path: '/api/sync/recent', ms: HOUR_MS, span: 'last hour' },
] as const;

const about = { tag: 'Reconciliation' } as const;

/**
 * `POST /sync/today`, `POST /sync/recent`: calls of Twilio's lists that are not known are taken in. What takes longer than
 * a request should goes on as a run: `GET /sync/runs/:id` tells how far it is, `POST …/cancel` ends it.
 */
export const syncRoutes = ({ clock, patienceMs }: { clock: Clock; patienceMs: number }): Route[] => [
  ...SCANS.map(({ path, ms, span }) =>
    route(
      {
        ...about,
        method: 'post',
        path,
        permission: 'reconciliation.sync',
        summary: `Take in the calls of the ${span} that are not known`,
        answers: { 200: syncDone, 202: syncUnderWay },
      },
      async ({ read, change, response }) => {
        const until = clock.now();
        const wish = { kind: 'sync' as const, since: new Date(until.getTime() - ms), until };
        const { id } = await change({ event: 'sync.requested', entity: entityOf }, (tx) => requestSync(tx, wish));
        return answerSync(response, await waitFor(read, id, patienceMs), span);
      },
    ),
  ),
  route(
    {
      ...about,
      method: 'get',
      path: '/api/sync/runs/:id',
      permission: 'reconciliation.read',
      summary: 'How far a scan is',
      answers: { 200: syncRun },
    },
    async ({ read, params }) => {
      const id = params['id']!;
      const run = isInboxId(id) ? await read((tx) => findSyncRun(tx, id)) : undefined;
      if (!run) throw unknownRun();
      return { json: present(run) };
    },
  ),
  route(
    {
      ...about,
      method: 'post',
      path: '/api/sync/runs/:id/cancel',
      permission: 'reconciliation.sync',
      summary: 'End a scan',
      answers: { 202: syncRun },
    },
    async ({ change, params }) => {
      const id = params['id']!;
      if (!isInboxId(id)) throw unknownRun();
      const canceled = await change({ event: 'sync.canceled', entity: entityOf }, async (tx) => {
        const known = await findSyncRun(tx, id);
        if (!known) throw unknownRun();
        const run = await cancelSyncRun(tx, id);
        if (run) return run;
        throw new Problem('invalid_state_transition', `The run is ${known.state} already.`);
      });
      return { status: 202, json: present(canceled) };
    },
  ),
];

const entityOf = ({ id }: SyncRun): string => `sync_run:${id}`;

const unknownRun = (): Problem => new Problem('not_found', 'No run with this id is known.');

/** The run once it is over, or as it is when patience ends; each look is a transaction of its own. */
async function waitFor(read: RouteContext['read'], id: string, patienceMs: number): Promise<SyncRun> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const run = (await read((tx) => findSyncRun(tx, id)))!;
    if (!isOpenSyncRun(run) || performance.now() > until) return run;
    await delay(LOOK_EVERY_MS);
  }
}

function answerSync(response: Response, run: SyncRun, span: string): Answer {
  const { id, state, synced, skipped, total, error } = run;
  if (state === 'failed') throw new Problem('sync_failed', error ?? 'The scan failed.', { run: id });
  if (state === 'canceled') throw new Problem('invalid_state_transition', 'The scan was canceled.', { run: id });
  const counts = { synced, skipped, total };
  if (state === 'completed')
    return { json: { success: true, message: `Synced ${synced} new calls from ${span}`, ...counts } };
  const href = `/api/sync/runs/${id}`;
  response.location(href);
  const message = `The sync of the ${span} goes on`;
  return { status: 202, json: { success: true, message, ...counts, run: { id, state, href } } };
}
