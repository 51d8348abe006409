import { z } from 'zod';
import { listOf, rowId, timestamp } from '../http/answer-values.ts';
import { described, EXAMPLE_UUID } from '../http/described.ts';
import { paging, storedText } from '../http/request-values.ts';

const actor = z.union([z.guid(), z.enum(['operator', 'application'])], {
  error: 'expected the UUID of a user, or operator or application for API_KEYS',
});
const WHO = 'Whose calls: the UUID of a user; `operator` and `application` are those of `API_KEYS`';

/** Whose calls are approved, how many more, and why. */
export const dialApprovalToAdd = z
  .strictObject({
    actor: described(actor, WHO, EXAMPLE_UUID),
    calls: described(z.int().min(1).max(1_000_000), 'How many more calls, within the day that follows', 200),
    reason: described(storedText(500).min(1), 'Why, for the audit', 'The autumn campaign has 700 candidates'),
  })
  .meta({ id: 'DialApprovalToAdd' });

/** An approval of more calls. */
export const dialApproval = z
  .object({
    id: rowId,
    actor: z.string(),
    calls: described(z.int(), 'Number of calls that it allows in addition'),
    reason: z.string(),
    approved_by: described(z.guid(), 'UUID of the user who approved'),
    created_at: timestamp,
  })
  .meta({ id: 'DialApproval', description: "A second person's approval of more calls within the day that follows" });

export const dialApprovalsQuery = z.strictObject({
  actor: described(actor.optional(), 'Only approvals for this actor', EXAMPLE_UUID),
  ...paging,
});

export const dialApprovalsPage = listOf(dialApproval).meta({ id: 'DialApprovalsPage' });
