import type { NamedConference } from '@trunkline/db/calls';
import type { ClaimedCallback } from '@trunkline/db/inbox';
import { CONFERENCE_SID } from '@trunkline/telephony/callbacks';

/** The conferences of scheduled calls that callbacks tell of, each with the call that its URL names. */
export function nameConferences(claimed: readonly ClaimedCallback[]): NamedConference[] {
  return claimed.flatMap(({ kind, payload, query }) => {
    if (kind !== 'conference') return [];
    const callId = (query as Record<string, unknown>)['order_call_id'];
    const conferenceSid = (payload as Record<string, unknown>)['ConferenceSid'];
    const isTold = typeof callId === 'string' && /^\d{1,18}$/.test(callId);
    return isTold && typeof conferenceSid === 'string' && CONFERENCE_SID.test(conferenceSid)
      ? [{ callId, conferenceSid }]
      : [];
  });
}
