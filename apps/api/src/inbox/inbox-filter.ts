import type { DeadLettersQuery, InboxQuery, ReplayRequest } from '@trunkline/api-contract/inbox';
import type { InboxFilter } from '@trunkline/db/inbox';
import { Problem } from '../http/problem.ts';
import { refuseEmpty } from '../http/time-window.ts';

/** Names that the lists of callbacks have in common. */
type CallbackQuery = Partial<
  Pick<DeadLettersQuery, 'id' | 'type' | 'call_sid' | 'recording_sid' | 'fingerprint' | 'error_contains'>
>;

/** The filter of a query, without its window. */
export const toFilter = ({ state, ...query }: Omit<InboxQuery, 'q' | 'counts' | 'limit' | 'cursor'>): InboxFilter => ({
  states: state,
  ...toCallbackFilter(query),
});

/** The filter of a list of callbacks in one state, without its window. */
export const toCallbackFilter = ({
  id,
  type,
  call_sid,
  recording_sid,
  fingerprint,
  error_contains,
}: CallbackQuery): InboxFilter => ({
  ids: id,
  callbackKinds: type,
  callSids: call_sid,
  recordingSids: recording_sid,
  fingerprints: fingerprint,
  errorContains: error_contains,
});

/** Throws a 400 unless a change to many rows gives either a filter or `all`. */
export function requireChoice(hasFilter: boolean, all: boolean): void {
  if (!hasFilter && !all)
    throw new Problem('malformed_request', 'The filter is empty. Give a filter, or {"all": true} to select every one.');
  if (hasFilter && all) throw new Problem('malformed_request', 'Give either a filter or {"all": true}, not both.');
}

/** The filter of a change to many callbacks. Throws a 400 without a filter, unless the request says `all`. */
export function toSelection({ all, ...body }: ReplayRequest): InboxFilter {
  const { event_type, call_sid, error_contains, fingerprint, received_after, received_before } = body;
  const given = [event_type, call_sid, error_contains, fingerprint, received_after, received_before];
  requireChoice(
    given.some((value) => value !== undefined),
    all,
  );
  refuseEmpty(received_after, received_before);
  return {
    callbackKinds: event_type && [event_type],
    callSids: call_sid === undefined ? undefined : [call_sid],
    errorContains: error_contains,
    fingerprints: fingerprint === undefined ? undefined : [fingerprint],
    receivedAfter: received_after,
    receivedBefore: received_before,
  };
}
