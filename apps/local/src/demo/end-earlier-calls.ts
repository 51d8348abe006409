import { ignoreConflict, type Send } from './send-json.ts';

type FloorRow = { call_sid: string; status: string; is_final: boolean; created_at: string };

/** Calls of this account that began before. */
type Earlier = { accountSid: string; startedAt: Date };

const AT_ONCE = 4;
const REASON = 'npm start ended during the call.';

/**
 * Sets the end of the calls that an earlier start left behind, as staff do for a call that Twilio has forgotten: each start
 * has another simulated Twilio, which does not know them.
 */
export async function endEarlierCalls(asAdmin: Send, { accountSid, startedAt }: Earlier): Promise<void> {
  const { data } = await asAdmin<{ data: FloorRow[] }>('/api/floor');
  const left = data.filter(({ is_final, created_at }) => !is_final && new Date(created_at) < startedAt);
  const end = async ({ call_sid, status }: FloorRow): Promise<void> => {
    const call = await asAdmin<{ account_sid: string | null }>(`/api/calls/${call_sid}`);
    if (call.account_sid !== accountSid) return; // of a real account
    const how = status === 'in-progress' ? 'completed' : 'no-answer';
    await asAdmin(`/api/calls/${call_sid}/status`, { status: how, reason: REASON }).catch(ignoreConflict);
  };
  while (left.length > 0) await Promise.all(left.splice(0, AT_ONCE).map(end));
}
