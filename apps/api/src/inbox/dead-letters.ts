import { rowIdParam } from '@trunkline/api-contract/http';
import {
  deadLettersPage,
  deadLettersQuery,
  replayRequest,
  replayResult,
  singleReplay,
} from '@trunkline/api-contract/inbox';
import {
  countDeadLetters,
  groupDeadLetters,
  listInbox,
  replayDeadLetter,
  replayDeadLetters,
  type ReplayOutcome,
} from '@trunkline/db/inbox';
import type { Logger } from '@trunkline/service';
import { isRowId } from '../http/ids.ts';
import { lastOf, pageOf, readCursor } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { present, route, type Route } from '../http/route.ts';
import { allTime, presentWindow } from '../http/time-window.ts';
import { toFilter, toSelection } from './inbox-filter.ts';

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
    async ({ read, query, request, response }) => {
      const position = readCursor(request);
      const window = allTime(query);
      const range = { receivedAfter: query.received_after, receivedBefore: query.received_before };
      const filter = { ...toFilter(query), states: ['dead_letter'] as const, ...range };
      const [found, groups] = await read(async (tx) => [
        await listInbox(tx, { ...filter, beforeId: position?.after }, query.limit),
        await groupDeadLetters(tx, filter),
      ]);
      const json = {
        data: found.rows.map(present),
        page: pageOf(request, response, query.limit, lastOf(found, undefined, window.from)),
        window: presentWindow(window),
        groups: groups.map(present),
      };
      return { json };
    },
  ),
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
        requireReplayed(await replayDeadLetter(tx, id)),
      );
      log.info({ event: 'dead_letters_replayed', inbox_id: id, replayed: 1 }, 'A dead letter was set to pending');
      return { status: 202, json: { replayed: 1 } };
    },
  ),
];

function requireReplayed(result: ReplayOutcome): void {
  if (result.outcome === 'unknown') throw unknownCallback();
  if (result.outcome === 'not-dead') throw notDead(result.state);
}

const unknownCallback = (): Problem => new Problem('not_found', 'No callback with this id is stored.');

const notDead = (state: string): Problem =>
  new Problem('invalid_state_transition', `Only a dead letter can be replayed; this callback is ${state}.`, {
    current_state: state,
    allowed_transitions: [],
  });
