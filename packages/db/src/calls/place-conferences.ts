import type { Queryable } from '../connection/open-database.ts';

/** A callback of a conference whose URL names the scheduled call that it is about. */
export type ToldConference = { callId: string; conferenceSid: string };

/** Notes the conference in which the legs of a scheduled call met. Not Prisma: beside the fold, in the order of their ids. */
export async function placeConferences(tx: Queryable, told: readonly ToldConference[]): Promise<void> {
  if (told.length > 0) await tx.query({ name: 'place-conferences', text: SQL, values: [JSON.stringify(told)] });
}

const SQL = `
with told as (
  select distinct on ("callId") "callId" as id, "conferenceSid" as sid
  from jsonb_to_recordset($1::jsonb) as t("callId" bigint, "conferenceSid" varchar) order by "callId", "conferenceSid"
),
legs as materialized (
  select c.id, told.sid from told join calls c on c.id = told.id or c.conference_call_id = told.id
  where c.order_id is not null and c.conference_sid is null order by c.id for update of c
)
update calls c set conference_sid = legs.sid from legs where c.id = legs.id`;
