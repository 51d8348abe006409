import type { ReplayRequest } from '@trunkline/api-contract/inbox';
import type { InboxFilter } from '@trunkline/db/inbox';
import { Problem } from '../http/problem.ts';
import { refuseEmpty } from '../http/time-window.ts';

/** The filter of a replay. Everything is replayed only when that is said in so many words. */
export function toReplayFilter({ all, ...body }: ReplayRequest): InboxFilter {
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
    callbackKinds: event_type && [event_type],
    callSids: call_sid === undefined ? undefined : [call_sid],
    errorContains: error_contains,
    receivedAfter: received_after,
    receivedBefore: received_before,
  };
}
