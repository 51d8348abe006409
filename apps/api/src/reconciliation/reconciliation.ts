import { rowIdParam } from '@trunkline/api-contract/http';
import { gap, gapsPage, gapsQuery, gapToIgnore, reconciliation } from '@trunkline/api-contract/reconciliation';
import type { Scoped } from '@trunkline/db/connection';
import {
  findGap,
  ignoreGap,
  listGaps,
  readReconciliation,
  requestHeal,
  type GapRow,
  type TierProgress,
} from '@trunkline/db/reconciliation';
import type { Clock } from '@trunkline/service';
import { GAP_MACHINE, TIER_REMEDIES, tierStateOf, type GapState } from '@trunkline/telephony/reconciliation';
import { statesAfter } from '@trunkline/telephony/states';
import { isRowId } from '../http/ids.ts';
import { answerPage } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { actorName } from '../http/record-audit.ts';
import { present, route, type Route } from '../http/route.ts';

const ofGap = { tag: 'Reconciliation', params: { id: rowIdParam('gap') } } as const;
const about = { method: 'get', permission: 'reconciliation.read', tag: 'Reconciliation' } as const;

export const reconciliationRoutes = (clock: Clock): Route[] => [
  route(
    {
      ...about,
      operationId: 'getReconciliation',
      path: '/api/reconciliation',
      summary: 'Get the state of reconciliation',
      description:
        'Returns cursor, lag and last error of each tier of reconciliation, the numbers of gaps by cause, and the last scans.',
      answers: { 200: reconciliation },
    },
    async ({ read }) => {
      const { tiers, gaps, uncompared, runs } = await read((tx) => readReconciliation(tx, clock.now()));
      return { json: { tiers: tiers.map(presentTier), gaps, uncompared_calls: uncompared, runs: runs.map(present) } };
    },
  ),
  route(
    {
      ...about,
      operationId: 'listGaps',
      path: '/api/gaps',
      summary: 'List missing callbacks',
      description: 'Lists callbacks that were expected and not received, the latest first, with their cause.',
      query: gapsQuery,
      answers: { 200: gapsPage },
    },
    async (context) => {
      const { class: classes, state, call_sid: callSid } = context.query;
      return answerPage(context, (tx, { after = null, limit }) =>
        listGaps(tx, { classes, state, callSid }, { after, limit }),
      );
    },
  ),
  route(
    {
      ...ofGap,
      operationId: 'ignoreGap',
      method: 'post',
      path: '/api/gaps/:id/ignore',
      permission: 'reconciliation.decide',
      summary: 'Ignore a missing callback',
      description:
        'Ignores an open gap, with a required reason: it no longer counts as open. It is open again if its unknown cause becomes known, or if a person asks Twilio about it.',
      body: gapToIgnore,
      answers: { 200: gap },
    },
    async ({ change, actor, params: { id }, body: { reason } }) => {
      const entry = { event: 'gap.ignored', entity: entityOf };
      const row = await change(entry, (tx) =>
        changeGap(tx, id, 'ignored', () => ignoreGap(tx, id, { reason, by: actorName(actor) })),
      );
      return { json: present(row) };
    },
  ),
  route(
    {
      ...ofGap,
      operationId: 'healGap',
      method: 'post',
      path: '/api/gaps/:id/heal',
      permission: 'reconciliation.sync',
      summary: 'Ask Twilio about a missing callback',
      description:
        'Has worker-reconcile ask Twilio about the call of a gap within seconds, for an hour where Twilio does not answer. What Twilio shows is applied and closes the gap within a minute or two; otherwise `heal_error` says why. An ignored gap is open again.',
      answers: { 202: gap },
    },
    async ({ change, params: { id } }) => {
      const entry = { event: 'gap.heal_requested', entity: entityOf };
      const row = await change(entry, (tx) => changeGap(tx, id, 'open', () => requestHeal(tx, id)));
      return { status: 202, json: present(row) };
    },
  ),
];

function presentTier(tier: TierProgress): object {
  const state = tierStateOf(tier);
  return { ...present(tier), state, ...(TIER_REMEDIES[state] ?? { remedy: null, runbook: null }) };
}

const entityOf = ({ id }: GapRow): string => `gap:${id}`;

async function changeGap(
  tx: Scoped,
  id: string,
  to: GapState,
  change: () => Promise<GapRow | undefined>,
): Promise<GapRow> {
  const changed = isRowId(id) ? await change() : undefined;
  if (changed) return changed;
  const known = isRowId(id) ? await findGap(tx, id) : undefined;
  if (!known) throw new Problem('not_found', 'No gap with this id is known.');
  throw new Problem('invalid_state_transition', `The gap is ${known.state}, so that it cannot become ${to}.`, {
    current_state: known.state,
    allowed_transitions: statesAfter(GAP_MACHINE, known.state),
  });
}
