import type { Permission } from '@trunkline/access';
import { describeIssue } from '@trunkline/api-contract/http';
import { operationFilter, type OperationToCreate } from '@trunkline/api-contract/operations';
import type { OperationTargets } from '@trunkline/db/operations';
import type { z } from 'zod';
import { toCallFilter } from '../calls/call-query.ts';
import { refusal } from '../http/read-input.ts';
import { refuseEmpty } from '../http/time-window.ts';
import { requireChoice, toCallbackFilter } from '../inbox/inbox-filter.ts';

type Asked = Pick<OperationToCreate, 'kind' | 'filter' | 'all'>;

/** The rows of an operation, by the names and values of the query of their list. Throws a 400 or 422 that names what is wrong. */
export function readTargets({ kind, filter, all }: Asked, may: (permission: Permission) => boolean): OperationTargets {
  requireChoice(Object.keys(filter).length > 0, all);
  if (kind === 'webhook-deliveries.redrive') {
    const { endpoint_id: endpointId, state, event } = read(operationFilter[kind], filter);
    return { kind, filter: { endpointId, state, event } };
  }
  if (kind === 'gaps.heal') {
    const { class: classes, call_sid: callSid } = read(operationFilter[kind], filter);
    return { kind, filter: { classes, callSid } };
  }
  if (kind === 'calls.fetch') return { kind, filter: toCallFilter(read(operationFilter[kind], filter), may) };
  const {
    received_after: receivedAfter,
    received_before: receivedBefore,
    ...query
  } = read(operationFilter[kind], filter);
  refuseEmpty(receivedAfter, receivedBefore);
  return { kind, filter: { ...toCallbackFilter(query), receivedAfter, receivedBefore } };
}

function read<S extends z.ZodObject>(schema: S, filter: Asked['filter']): z.output<S> {
  const parsed = schema.safeParse(filter);
  if (parsed.success) return parsed.data;
  throw refusal('validation_failed', schema, parsed.error, {
    what: 'filter',
    under: '/filter',
    describe: (issue) => `filter.${issue.path.join('.')}: ${describeIssue(issue)}.`,
  });
}
