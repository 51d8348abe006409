import type { InboxFilter } from '@trunkline/db';
import { FACT_KINDS } from '@trunkline/telephony';
import { z } from 'zod';
import { storedText, time } from './inbox-query.ts';
import { Problem } from './problem.ts';
import { refuseEmpty } from './time-window.ts';

/** Which dead letters to replay. `limit` takes the oldest; `matched` in the answer counts within it. */
export const replayRequest = z.strictObject({
  event_type: z.enum(FACT_KINDS).optional(),
  call_sid: storedText(100).optional(),
  error_contains: storedText(500).optional(),
  received_after: time.optional(),
  received_before: time.optional(),
  all: z.boolean().default(false),
  dry_run: z.boolean().default(false),
  limit: z.int().min(1).max(1_000_000).optional(),
});

/** The filter of a replay. Everything is replayed only when that is said in so many words. */
export function toReplayFilter({ all, ...body }: z.output<typeof replayRequest>): InboxFilter {
  const { event_type, call_sid, error_contains, received_after, received_before } = body;
  const asked = [event_type, call_sid, error_contains, received_after, received_before];
  const hasFilter = asked.some((value) => value !== undefined);
  if (!hasFilter && !all)
    throw new Problem(
      'malformed_request',
      'The filter is empty. Say which dead letters, or {"all": true} for every one.',
    );
  if (hasFilter && all) throw new Problem('malformed_request', 'Give either a filter or {"all": true}, not both.');
  refuseEmpty(received_after, received_before);
  return {
    eventTypes: event_type && [event_type],
    callSids: call_sid === undefined ? undefined : [call_sid],
    errorContains: error_contains,
    receivedAfter: received_after,
    receivedBefore: received_before,
  };
}
