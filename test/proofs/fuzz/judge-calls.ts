import type { FieldStack } from '../field/open-field-stack.ts';
import { FORGED_TEXT } from './forgeries.ts';

type CallsPage = { data: { call_sid: string | null }[]; page: { next_cursor: string | null } };

/** The Call SIDs that the API lists, page by page. */
export async function listCalls(stack: FieldStack): Promise<Set<string>> {
  const listed = new Set<string>();
  for (let cursor = ''; ;) {
    const { data, page } = (await stack.get<CallsPage>(`/api/calls?limit=200${cursor}`))!;
    for (const { call_sid: sid } of data) if (sid !== null) listed.add(sid);
    if (page.next_cursor === null) return listed;
    cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
  }
}

/** True if the API shows the call by its SID. */
export const isShown = async (stack: FieldStack, sid: string): Promise<boolean> =>
  (await stack.get<{ call_sid: string }>(`/api/calls/${sid}`))?.call_sid === sid;

/**
 * Calls with a forged value in a column. The parties as they were said are left out, but for the forged number; of the
 * recordings and contacts the same is asked.
 */
export async function findForged(stack: FieldStack, sid: string | null = null): Promise<string[]> {
  const { rows } = await stack.db.pool.query<{ sid: string }>(SQL, [FORGED_TEXT, sid]);
  return rows.map((row) => row.sid);
}

const SQL = `
select call_sid as sid from calls c
where ($2::text is null or call_sid = $2) and (
  (to_jsonb(c) - array['from_number', 'to_number', 'outside_number'])::text ~ $1
  or coalesce(from_number, '') || coalesce(to_number, '') || coalesce(outside_number, '') like '%12025550143%'
  or duration_sec >= 700000 or dial_call_duration_sec >= 700000 or error_code ~ '^7[0-9]{5}$')
union
select call_sid from call_recordings r
where ($2::text is null or call_sid = $2)
  and (to_jsonb(r)::text ~ $1 or duration_sec >= 700000 or status = 'failed')
union
select 'the contact ' || phone_number from contacts where $2::text is null and phone_number like '%2025550143%'`;

type State = { state: string; error: string | null };

/** The state of the inbox row of a call, for what has vanished. */
export async function stateOf(stack: FieldStack, sid: string): Promise<State | undefined> {
  const sql = `select processing_status as state, error from twilio_webhook_inbox where call_sid = $1 limit 1`;
  return (await stack.db.pool.query<State>(sql, [sid])).rows[0];
}

export async function countUnfinished(stack: FieldStack): Promise<number> {
  const sql = `select count(*)::integer as count from twilio_webhook_inbox
    where processing_status in ('pending', 'processing', 'failed')`;
  return (await stack.db.pool.query<{ count: number }>(sql)).rows[0]!.count;
}
