import { rowIdParam } from '@trunkline/api-contract/http';
import {
  deadLettersQuery,
  quarantineDecision,
  quarantinePage,
  quarantineRequest,
  quarantineResult,
  singleDecision,
} from '@trunkline/api-contract/inbox';
import {
  countQuarantined,
  decideQuarantined,
  decideQuarantinedRow,
  type QuarantineDecision,
} from '@trunkline/db/inbox';
import type { Logger } from '@trunkline/service';
import { INBOX_MACHINE, type InboxState } from '@trunkline/telephony/inbox';
import { statesAfter } from '@trunkline/telephony/states';
import { isRowId } from '../http/ids.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { toSelection } from './inbox-filter.ts';
import { listStopped, requireChanged, unknownCallback } from './stopped-callbacks.ts';

const about = { tag: 'Inbox' } as const;

/** Quarantined callbacks: signed requests that are not believed. A person releases or discards them, with a reason. */
export const quarantineRoutes = (log: Logger): Route[] => [
  route(
    {
      ...about,
      operationId: 'listQuarantined',
      method: 'get',
      path: '/api/quarantined',
      permission: 'inbox.read',
      summary: 'List quarantined callbacks',
      description:
        'Lists signed callbacks that are stored and not applied, the latest first, with the reason in `error`, and their groups by kind and reason. Twilio’s REST API is asked about the calls that they name. Default window: everything that is stored.',
      query: deadLettersQuery,
      answers: { 200: quarantinePage },
    },
    listStopped('quarantined'),
  ),
  ...decisionRoutes(log, {
    decision: 'release',
    operationId: 'releaseQuarantined',
    title: 'Release',
    description: 'so that worker-status applies them after all. One that cannot be read becomes a dead letter.',
    event: 'quarantined.released',
    state: 'pending',
  }),
  ...decisionRoutes(log, {
    decision: 'discard',
    operationId: 'discardQuarantined',
    title: 'Discard',
    description: 'so that they are never applied and no longer count as quarantined. They stay in the inbox.',
    event: 'quarantined.discarded',
    state: 'discarded',
  }),
];

type Kind = {
  decision: QuarantineDecision['decision'];
  operationId: `${QuarantineDecision['decision']}Quarantined`;
  title: string;
  /** What comes of it, after the state that it sets. */
  description: string;
  event: string;
  state: InboxState;
};

/** The two endpoints of a decision: about many callbacks by filter, and about one. */
function decisionRoutes(log: Logger, { decision, operationId, title, description, event, state }: Kind): Route[] {
  const rule = `A reason is required and kept. Twilio is not contacted.`;
  const said = (changed: number): void =>
    log.info({ event: event.replace('.', '_'), rows: changed }, `Quarantined callbacks were set to ${state}`);
  return [
    route(
      {
        ...about,
        operationId: `${operationId}Callbacks`,
        method: 'post',
        path: `/api/quarantined/${decision}` as const,
        permission: 'inbox.decide',
        summary: `${title} quarantined callbacks by filter`,
        description: `Sets the matching quarantined callbacks to ${state}, ${description} With dry_run it only counts them. ${rule}`,
        body: quarantineRequest,
        answers: { 200: quarantineResult, 202: quarantineResult },
      },
      async ({ read, change, body: { reason, ...body } }) => {
        const filter = toSelection(body);
        if (body.dry_run) {
          const matched = await read((tx) => countQuarantined(tx, filter, body.limit));
          return { json: { dry_run: true, matched, changed: 0 } };
        }
        const changed = await change({ event, entity: (count: number) => `quarantined:${count}` }, (tx) =>
          decideQuarantined(tx, filter, { decision, reason }, body.limit),
        );
        said(changed);
        return { status: 202, json: { dry_run: false, matched: changed, changed } };
      },
    ),
    route(
      {
        ...about,
        operationId: `${operationId}Callback`,
        method: 'post',
        path: `/api/quarantined/:id/${decision}` as const,
        permission: 'inbox.decide',
        summary: `${title} a quarantined callback`,
        description: `Sets a quarantined callback to ${state}, ${description} ${rule}`,
        params: { id: rowIdParam('callback') },
        body: quarantineDecision,
        answers: { 202: singleDecision },
      },
      async ({ change, params: { id }, body: { reason } }) => {
        if (!isRowId(id)) throw unknownCallback();
        await change({ event, entity: `callback:${id}` }, async (tx) =>
          requireChanged(await decideQuarantinedRow(tx, id, { decision, reason }), notQuarantined),
        );
        said(1);
        return { status: 202, json: { id, state } };
      },
    ),
  ];
}

const notQuarantined = (state: InboxState): Problem =>
  new Problem(
    'invalid_state_transition',
    `Only a quarantined callback can be released or discarded; this one is ${state}.`,
    {
      current_state: state,
      allowed_transitions: statesAfter(INBOX_MACHINE, state),
    },
  );
