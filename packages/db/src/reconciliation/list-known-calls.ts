import type { Queryable } from '../connection/open-database.ts';

/** Those of these calls that the inbox or the calls have heard of. Not Prisma: a thousand at once, over both. */
export async function listKnownCalls(db: Queryable, callSids: readonly string[]): Promise<Set<string>> {
  if (callSids.length === 0) return new Set();
  const { rows } = await db.query<{ sid: string }>({ name: 'list-known-calls', text: SQL, values: [callSids] });
  return new Set(rows.map(({ sid }) => sid));
}

const SQL = `
select sid from unnest($1::varchar[]) sid
where exists (select from calls c where c.call_sid = sid) or exists (select from twilio_webhook_inbox i where i.call_sid = sid)`;
