import { KEPT_ERRORS, MOST_ITEMS, OPERATION_KINDS, OPERATION_STATES } from '@trunkline/telephony/operations';
import { z } from 'zod';
import { listOf, rowId, timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';
import { paging, storedText } from '../http/request-values.ts';

const kind = z.enum(OPERATION_KINDS);
const state = z.enum(OPERATION_STATES);
const filter = described(
  z.record(z.string().max(40), z.string().max(2000)),
  'Names and values of the query of the list of this kind: GET /api/dead-letters, /api/quarantined, /api/webhook-deliveries, /api/gaps or /api/calls',
  { type: 'call-status', error_contains: 'timeout' },
);
const RATE = 'Items per second';
const CANARY = 'How many of the oldest are done first. The rest begins once all of them succeeded';
const reason = described(storedText(500), 'Why; it is kept with the operation', 'The field is read again since v1.4');

/** Which rows to change, how, and how fast; or what that would change. */
export const operationToCreate = z
  .strictObject({
    kind: described(kind, 'What is done with each of the rows', 'dead-letters.replay'),
    filter: filter.default({}),
    all: described(z.boolean().default(false), 'Selects every one; required without a filter', false),
    dry_run: described(z.boolean().default(false), 'Counts and shows what it would change, and creates nothing', true),
    preview: described(
      z.string().max(40).optional(),
      'The `preview` of a dry run. Required unless dry_run. Where other rows match now: 409',
      '1204-9b1deb4d3b7d4bad',
    ),
    rate: described(z.int().min(1).max(1000).default(50), RATE, 50),
    canary: described(z.int().min(0).max(1000).default(0), CANARY, 1),
    reason: reason.optional(),
  })
  .meta({ id: 'OperationToCreate' });
export type OperationToCreate = z.output<typeof operationToCreate>;

const sample = z.object({
  id: rowId,
  call_sid: z.string().nullable(),
  what: described(
    z.string(),
    'Kind of the callback, name of the event, name of the missing callback, or direction of the call',
    'call-status',
  ),
  error: z.string().nullable(),
  callback_status: described(z.string().nullable(), 'CallStatus of the callback, if it has one', 'completed'),
  call_status: described(z.string().nullable(), 'Present status of the call, if it is known', 'in-progress'),
});

/** What an operation would change now. */
export const operationPreview = z
  .object({
    dry_run: z.literal(true),
    kind,
    items: described(z.int(), `Number of rows; an operation has at most ${MOST_ITEMS}`, 1204),
    groups: described(z.int(), 'Number of calls or endpoints that they belong to', 311),
    summary: described(z.string(), 'What it would do, in a sentence', 'Would replay 1,204 callbacks of 311 calls.'),
    preview: described(
      z.string(),
      'Names exactly these rows; send it to create the operation',
      '1204-9b1deb4d3b7d4bad',
    ),
    sample: described(z.array(sample), 'The first five'),
  })
  .meta({ id: 'OperationPreview' });

export const operation = z
  .object({
    id: rowId,
    kind,
    filter,
    summary: described(z.string(), 'What its preview said', 'Would replay 1,204 callbacks of 311 calls.'),
    reason: z.string(),
    state,
    rate: described(z.int(), RATE, 50),
    canary: described(z.int(), CANARY, 1),
    total: described(z.int(), 'Number of items, fixed when it was created', 1204),
    begun: described(z.int(), 'Number of items whose result is to come', 20),
    ok: described(z.int(), 'Number of items that succeeded', 600),
    failed: described(z.int(), 'Number of items that failed', 3),
    skipped: described(z.int(), 'Number of items whose row was in another state when their turn came', 1),
    left: described(z.int(), 'Number of items that are not begun', 580),
    errors: described(
      z.array(z.object({ id: rowId, error: z.string() })),
      `The first ${KEPT_ERRORS} errors, each with the id of its row`,
    ),
    requested_by: described(z.string(), 'UUID of the user, or operator or application', 'operator'),
    created_at: timestamp,
    ended_at: timestamp.nullable(),
    ended_because: described(z.string().nullable(), 'Why it ended early', 'canceled by a person'),
  })
  .meta({ id: 'Operation', description: 'One change to many rows, done by a worker at a rate' });

export const operationsQuery = z.strictObject({
  kind: described(kind.optional(), 'Only operations of this kind', 'dead-letters.replay'),
  state: described(state.optional(), 'Only operations in this state', 'running'),
  ...paging,
});

export const operationsPage = listOf(operation).meta({ id: 'OperationsPage' });
