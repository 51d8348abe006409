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

/** A call, recording or contact with a forged value, and that value. */
export type Forged = { sid: string; found: string };

const ROWS_AT_ONCE = 20_000;

/** Everything that holds a forged value; of one call only, if its SID is given. */
export async function findForged(stack: FieldStack, sid: string | null = null): Promise<Forged[]> {
  const found: Forged[] = [];
  const { rows } = await stack.db.pool.query<{ last: number }>(
    'select coalesce(max(id), 0)::integer as last from calls',
  );
  for (let after = 0; after < rows[0]!.last; after += ROWS_AT_ONCE)
    found.push(...(await query(stack, CALLS, [FORGED_TEXT, sid, after, after + ROWS_AT_ONCE])));
  found.push(...(await query(stack, RECORDINGS, [FORGED_TEXT, sid])));
  if (sid === null) found.push(...(await query(stack, CONTACTS, [])));
  return found;
}

const query = async (stack: FieldStack, sql: string, values: unknown[]): Promise<Forged[]> =>
  (await stack.db.pool.query<Forged>(sql, values)).rows;

/** The parties as they were said are left out, but for the forged number. */
const CALLS = `
select call_sid as sid, substring(columns from $1) as found
from (
  select call_sid, jsonb_pretty((to_jsonb(c) - array['from_number', 'to_number', 'outside_number']) ||
    jsonb_build_object('numbers', (regexp_match(concat_ws(' ', from_number, to_number, outside_number), '12025550143'))[1],
      'seconds', case when duration_sec >= 700000 or dial_call_duration_sec >= 700000 then 'forged' end,
      'code', case when error_code ~ '^7[0-9]{5}$' then 'forged' end)) as columns
  from calls c where id > $3 and id <= $4 and ($2::text is null or call_sid = $2)
) shown where columns ~ $1`;

/** `status` is the word of the source, which calls an absent recording failed; `twilio_status` is checked. */
const RECORDINGS = `
select coalesce(call_sid, recording_sid) as sid, substring(columns from $1) as found
from (
  select call_sid, recording_sid, jsonb_pretty((to_jsonb(r) - 'status') ||
    jsonb_build_object('seconds', case when duration_sec >= 700000 then 'forged' end)) as columns
  from call_recordings r where $2::text is null or call_sid = $2
) shown where columns ~ $1`;

const CONTACTS = `
select 'contact' as sid, phone_number as found from contacts where phone_number like '%2025550143%'`;

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
