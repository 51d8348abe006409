import type { OperationKind } from '@trunkline/telephony/operations';
import { REPLAYABLE_STATES } from '@trunkline/telephony/webhooks';
import { z } from 'zod';
import { callCountQuery } from '../calls/list-calls.ts';
import { described } from '../http/described.ts';
import { deadLettersQuery } from '../inbox/inbox.ts';
import { gapsQuery } from '../reconciliation/reconciliation.ts';
import { webhookDeliveriesQuery } from '../webhooks/webhooks.ts';

const callbacks = deadLettersQuery.omit({ limit: true, cursor: true });
const deliveries = webhookDeliveriesQuery.omit({ limit: true, cursor: true }).extend({
  state: described(z.enum(REPLAYABLE_STATES).optional(), 'Only messages in this state', 'failed'),
});
const gaps = gapsQuery.omit({ limit: true, cursor: true, state: true });

/** The filter of each kind of operation: the query of its list, without what pages it. */
export const operationFilter = {
  'dead-letters.replay': callbacks,
  'dead-letters.discard': callbacks,
  'quarantined.release': callbacks,
  'quarantined.discard': callbacks,
  'webhook-deliveries.redrive': deliveries,
  'gaps.heal': gaps,
  'calls.fetch': callCountQuery,
} as const satisfies Record<OperationKind, z.ZodObject>;
