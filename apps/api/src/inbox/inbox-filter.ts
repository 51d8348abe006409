import type { InboxQuery, ReplayRequest } from '@trunkline/api-contract/inbox';
import type { InboxFilter } from '@trunkline/db/inbox';
import { Problem } from '../http/problem.ts';
import { refuseEmpty } from '../http/time-window.ts';

/** The filter of a query, without its window. */
export const toFilter = ({ state, type, call_sid, recording_sid }: InboxQuery): InboxFilter => ({
  states: state,
  callbackKinds: type,
  callSids: call_sid,
  recordingSids: recording_sid,
});

/** The filter of a change to many callbacks. Throws a 400 without a filter, unless the request says `all`. */
export function toSelection({ all, ...body }: ReplayRequest): InboxFilter {
  const { event_type, call_sid, error_contains, received_after, received_before } = body;
  const given = [event_type, call_sid, error_contains, received_after, received_before];
  const hasFilter = given.some((value) => value !== undefined);
  if (!hasFilter && !all)
    throw new Problem('malformed_request', 'The filter is empty. Give a filter, or {"all": true} to select every one.');
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
