import {
  deadLettersPage,
  deadLettersQuery,
  replayAnswer,
  replayOneAnswer,
  replayRequest,
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
import { toFilter } from './inbox-filter.ts';
import { pageOf, readCursor } from '../http/page.ts';
import { present } from '../http/present.ts';
import { Problem } from '../http/problem.ts';
import { toReplayFilter } from './replay-request.ts';
import { route, type Route } from '../http/route.ts';
import { allTime, presentWindow } from '../http/time-window.ts';
import { isInboxId } from './inbox.ts';

const about = { tag: 'Inbox' } as const;

/** Callbacks that were given up: listed and grouped by error, and replayed one by one or by filter. Never contacts Twilio. */
export const deadLetterRoutes = (log: Logger): Route[] => [
  route(
    {
      ...about,
      method: 'get',
      path: '/api/dead-letters',
      permission: 'inbox.read',
      summary: 'Callbacks that were given up, and what they died of',
      query: deadLettersQuery,
      answers: { 200: deadLettersPage },
    },
    async ({ read, query, request, response }) => {
      const position = readCursor(request);
      const window = allTime(query);
      const range = { receivedAfter: query.received_after, receivedBefore: query.received_before };
      const filter = { ...toFilter(query), states: ['dead_letter'] as const, ...range };
      const [{ rows, hasMore }, groups] = await read(async (tx) => [
        await listInbox(tx, { ...filter, beforeId: position?.after }, query.limit),
        await groupDeadLetters(tx, filter),
      ]);
      const last = hasMore ? { after: rows.at(-1)!.id, from: window.from } : null;
      const json = {
        data: rows.map(present),
        page: pageOf(request, response, query.limit, last),
        window: presentWindow(window),
        groups: groups.map(present),
      };
      return { json };
    },
  ),
  route(
    {
      ...about,
      method: 'post',
      path: '/api/dead-letters/replay',
      permission: 'inbox.replay',
      summary: 'Replay the dead letters that fit, or count them',
      body: replayRequest,
      answers: { 200: replayAnswer, 202: replayAnswer },
    },
    async ({ read, change, body }) => {
      const filter = toReplayFilter(body);
      if (body.dry_run) {
        const matched = await read((tx) => countDeadLetters(tx, filter, body.limit));
        return { json: { dry_run: true, matched, replayed: 0 } };
      }
      const replayed = await change(
        { event: 'dead_letters.replayed', entity: (count: number) => `dead_letters:${count}` },
        (tx) => replayDeadLetters(tx, filter, body.limit),
      );
      log.info({ event: 'dead_letters_replayed', replayed }, 'dead letters were put back to pending');
      return { status: 202, json: { dry_run: false, matched: replayed, replayed } };
    },
  ),
  route(
    {
      ...about,
      method: 'post',
      path: '/api/dead-letters/:id/replay',
      permission: 'inbox.replay',
      summary: 'Replay one dead letter',
      answers: { 202: replayOneAnswer },
    },
    async ({ change, params }) => {
      const id = params['id']!;
      if (!isInboxId(id)) throw notKept();
      await change({ event: 'dead_letters.replayed', entity: `callback:${id}` }, async (tx) =>
        refuseOthers(await replayDeadLetter(tx, id)),
      );
      log.info({ event: 'dead_letters_replayed', inbox_id: id, replayed: 1 }, 'a dead letter was put back to pending');
      return { status: 202, json: { replayed: 1 } };
    },
  ),
];

function refuseOthers(result: ReplayOutcome): void {
  if (result.outcome === 'unknown') throw notKept();
  if (result.outcome === 'not-dead') throw notDead(result.state);
}

const notKept = (): Problem => new Problem('not_found', 'No callback with this id is kept.');

const notDead = (state: string): Problem =>
  new Problem('invalid_state_transition', `Only a dead letter can be replayed; this callback is ${state}.`, {
    current_state: state,
    allowed_transitions: [],
  });
