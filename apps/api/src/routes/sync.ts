import { cancelSyncRun, findSyncRun, requestSync, type Database, type SyncRun } from '@trunkline/db';
import type { Clock } from '@trunkline/service';
import { Router, type Response } from 'express';
import { setTimeout as delay } from 'node:timers/promises';
import { present } from '../present.ts';
import { Problem } from '../problem.ts';
import { isInboxId } from './inbox.ts';

const HOUR_MS = 3_600_000;
const LOOK_EVERY_MS = 200;

/** The call inbox's two scans, by their paths. */
const SCANS = [
  { path: '/sync/today', ms: 72 * HOUR_MS, span: 'last 3 days' },
  { path: '/sync/recent', ms: HOUR_MS, span: 'last hour' },
] as const;

type Parts = { db: Database; clock: Clock; patienceMs: number };

/**
 * `POST /sync/today`, `POST /sync/recent`: calls of Twilio's lists that are not known are taken in. What takes longer than
 * a request should goes on as a run: `GET /sync/runs/:id` tells how far it is, `POST …/cancel` ends it.
 */
export function syncRoutes({ db, clock, patienceMs }: Parts): Router {
  const router = Router();
  for (const { path, ms, span } of SCANS)
    router.post(path, async (_request, response) => {
      const until = clock.now();
      const { id } = await requestSync(db.pool, { kind: 'sync', since: new Date(until.getTime() - ms), until });
      answerSync(response, await waitFor(db, id, patienceMs), span);
    });

  router.get('/sync/runs/:id', async (request, response) => {
    const { id } = request.params;
    const run = isInboxId(id) ? await findSyncRun(db.pool, id) : undefined;
    if (!run) throw new Problem('not_found', 'No run with this id is known.');
    response.json(present(run));
  });

  router.post('/sync/runs/:id/cancel', async (request, response) => {
    const { id } = request.params;
    const known = isInboxId(id) ? await findSyncRun(db.pool, id) : undefined;
    if (!known) throw new Problem('not_found', 'No run with this id is known.');
    const canceled = await cancelSyncRun(db.pool, id);
    if (!canceled) throw new Problem('invalid_state_transition', `The run is ${known.state} already.`);
    response.status(202).json(present(canceled));
  });
  return router;
}

/** The run once it is over, or as it is when patience ends. */
async function waitFor(db: Database, id: string, patienceMs: number): Promise<SyncRun> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const run = (await findSyncRun(db.pool, id))!;
    if ((run.state !== 'queued' && run.state !== 'running') || performance.now() > until) return run;
    await delay(LOOK_EVERY_MS);
  }
}

function answerSync(response: Response, run: SyncRun, span: string): void {
  const { id, state, synced, skipped, total, error } = run;
  if (state === 'failed') throw new Problem('sync_failed', error ?? 'The scan failed.', { run: id });
  if (state === 'canceled') throw new Problem('invalid_state_transition', 'The scan was canceled.', { run: id });
  const counts = { synced, skipped, total };
  if (state === 'completed')
    return void response.json({ success: true, message: `Synced ${synced} new calls from ${span}`, ...counts });
  const href = `/api/sync/runs/${id}`;
  response.status(202).location(href);
  response.json({ success: true, message: `The sync of the ${span} goes on`, ...counts, run: { id, state, href } });
}
