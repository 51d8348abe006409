import {
  countDeadLetters,
  groupDeadLetters,
  listInbox,
  replayDeadLetter,
  replayDeadLetters,
  type Database,
} from '@trunkline/db';
import type { Logger } from '@trunkline/service';
import express, { Router } from 'express';
import { deadLettersQuery, toFilter } from '../inbox-query.ts';
import { pageOf, readCursor } from '../page.ts';
import { present } from '../present.ts';
import { Problem } from '../problem.ts';
import { readBody, readQuery } from '../read-input.ts';
import { replayRequest, toReplayFilter } from '../replay-request.ts';
import { allTime, presentWindow } from '../time-window.ts';
import { isInboxId } from './inbox.ts';

/** Callbacks that were given up: listed and grouped by error, and replayed one by one or by filter. Never contacts Twilio. */
export function deadLetterRoutes(db: Database, log: Logger): Router {
  const router = Router();

  router.get('/dead-letters', async (request, response) => {
    const query = readQuery(deadLettersQuery, request);
    const position = readCursor(request);
    const window = allTime(query);
    const range = { receivedAfter: query.received_after, receivedBefore: query.received_before };
    const filter = { ...toFilter(query), states: ['dead_letter'] as const, ...range };
    const [{ rows, hasMore }, groups] = await Promise.all([
      listInbox(db.pool, { ...filter, beforeId: position?.after }, query.limit),
      groupDeadLetters(db.pool, filter),
    ]);
    const last = hasMore ? { after: rows.at(-1)!.id, from: window.from } : null;
    response.json({
      data: rows.map(present),
      page: pageOf(request, response, query.limit, last),
      window: presentWindow(window),
      groups: groups.map(present),
    });
  });

  router.post('/dead-letters/replay', express.json({ limit: '16kb' }), async (request, response) => {
    const body = readBody(replayRequest, request);
    const filter = toReplayFilter(body);
    if (body.dry_run) {
      const matched = await countDeadLetters(db.pool, filter, body.limit);
      return void response.json({ dry_run: true, matched, replayed: 0 });
    }
    const replayed = await replayDeadLetters(db.pool, filter, body.limit);
    log.info({ event: 'dead_letters_replayed', replayed }, 'dead letters were put back to pending');
    response.status(202).json({ dry_run: false, matched: replayed, replayed });
  });

  router.post('/dead-letters/:id/replay', async (request, response) => {
    const { id } = request.params;
    const result = isInboxId(id) ? await replayDeadLetter(db.pool, id) : { outcome: 'unknown' as const };
    if (result.outcome === 'unknown') throw new Problem('not_found', 'No callback with this id is kept.');
    if (result.outcome === 'not-dead') throw notDead(result.state);
    log.info({ event: 'dead_letters_replayed', inbox_id: id, replayed: 1 }, 'a dead letter was put back to pending');
    response.status(202).json({ replayed: 1 });
  });

  return router;
}

const notDead = (state: string): Problem =>
  new Problem('invalid_state_transition', `Only a dead letter can be replayed; this callback is ${state}.`, {
    current_state: state,
    allowed_transitions: [],
  });
