import type { InboxQuery } from '@trunkline/api-contract/inbox';
import type { InboxFilter } from '@trunkline/db/inbox';

/** The filter that a query asks for, but for its window. */
export const toFilter = ({ state, type, call_sid, recording_sid }: InboxQuery): InboxFilter => ({
  states: state,
  callbackKinds: type,
  callSids: call_sid,
  recordingSids: recording_sid,
});
