import { rowIdParam } from '@trunkline/api-contract/http';
import {
  deadLettersPage,
  deadLettersQuery,
  quarantineDecision,
  replayRequest,
  replayResult,
  singleDecision,
  singleReplay,
} from '@trunkline/api-contract/inbox';
import { countDeadLetters, discardDeadLetter, replayDeadLetter, replayDeadLetters } from '@trunkline/db/inbox';
import type { Logger } from '@trunkline/service';
import { isRowId } from '../http/ids.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { deadLetterGroupRoutes } from './dead-letter-groups.ts';
import { toSelection } from './inbox-filter.ts';
import { listStopped, requireChanged, unknownCallback } from './stopped-callbacks.ts';

const about = { tag: 'Inbox' } as const;

/** Dead letters: callbacks that could not be applied in six attempts. A replay never contacts Twilio. */
export const deadLetterRoutes = (log: Logger): Route[] => [
  route(
    {
      ...about,
      operationId: 'listDeadLetters',
      method: 'get',
      path: '/api/dead-letters',
      permission: 'inbox.read',
      summary: 'List dead letters',
      description:
        'Lists callbacks that could not be applied, the latest first, and their groups by kind and error. Default window: everything that is stored.',
      query: deadLettersQuery,
      answers: { 200: deadLettersPage },
    },
    listStopped('dead_letter'),
  ),
  ...deadLetterGroupRoutes(),
  route(
    {
      ...about,
      operationId: 'replayDeadLetters',
      method: 'post',
      path: '/api/dead-letters/replay',
      permission: 'inbox.replay',
      summary: 'Replay dead letters by filter',
      description:
        'Sets the matching dead letters to pending, so that worker-status applies them again. With dry_run it only counts them. Twilio is not contacted.',
      body: replayRequest,
      answers: { 200: replayResult, 202: replayResult },
    },
    async ({ read, change, body }) => {
      const filter = toSelection(body);
      if (body.dry_run) {
        const matched = await read((tx) => countDeadLetters(tx, filter, body.limit));
        return { json: { dry_run: true, matched, replayed: 0 } };
      }
      const replayed = await change(
        { event: 'dead_letters.replayed', entity: (count: number) => `dead_letters:${count}` },
        (tx) => replayDeadLetters(tx, filter, body.limit),
      );
      log.info({ event: 'dead_letters_replayed', replayed }, 'Dead letters were set to pending');
      return { status: 202, json: { dry_run: false, matched: replayed, replayed } };
    },
  ),
  route(
    {
      ...about,
      operationId: 'replayDeadLetter',
      method: 'post',
      path: '/api/dead-letters/:id/replay',
      permission: 'inbox.replay',
      summary: 'Replay a dead letter',
      description: 'Sets a dead letter to pending, so that worker-status applies it again. Twilio is not contacted.',
      params: { id: rowIdParam('callback') },
      answers: { 202: singleReplay },
    },
    async ({ change, params: { id } }) => {
      if (!isRowId(id)) throw unknownCallback();
      await change({ event: 'dead_letters.replayed', entity: `callback:${id}` }, async (tx) =>
        requireChanged(await replayDeadLetter(tx, id), notDead),
      );
      log.info({ event: 'dead_letters_replayed', inbox_id: id, replayed: 1 }, 'A dead letter was set to pending');
      return { status: 202, json: { replayed: 1 } };
    },
  ),
  route(
    {
      ...about,
      operationId: 'discardDeadLetter',
      method: 'post',
      path: '/api/dead-letters/:id/discard',
      permission: 'inbox.decide',
      summary: 'Discard a dead letter',
      description:
        'Gives a dead letter up: it is never applied and no longer counts as one. It stays in the inbox with its error and the required reason (GET /api/inbox?state=discarded). Twilio is not contacted.',
      params: { id: rowIdParam('callback') },
      body: quarantineDecision,
      answers: { 202: singleDecision },
    },
    async ({ change, params: { id }, body: { reason } }) => {
      if (!isRowId(id)) throw unknownCallback();
      await change({ event: 'dead_letters.discarded', entity: `callback:${id}` }, async (tx) =>
        requireChanged(await discardDeadLetter(tx, id, reason), notDead),
      );
      log.info({ event: 'dead_letters_discarded', inbox_id: id }, 'A dead letter was discarded');
      return { status: 202, json: { id, state: 'discarded' } };
    },
  ),
];

const notDead = (state: string): Problem =>
  new Problem(
    'invalid_state_transition',
    `Only a dead letter can be replayed or discarded; this callback is ${state}.`,
    {
      current_state: state,
      allowed_transitions: [],
    },
  );
