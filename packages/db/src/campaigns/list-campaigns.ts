import type { Queryable } from '../connection/open-database.ts';
import { toPage } from '../connection/latest-first.ts';

export type CampaignRow = {
  id: string;
  name: string | null;
  dialogueUrl: string | null;
  language: string;
  createdAt: Date;
};

/** A campaign with what became of its calls, and how many of the people called consented. */
export type CampaignDetail = CampaignRow & {
  callAttempts: number;
  contacts: number;
  byContactState: Record<string, number>;
  byConsent: Record<string, number>;
};

/** A page of campaigns by their ids, which the applications choose, after the one with this id. */
export async function listCampaigns(
  db: Queryable,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ rows: CampaignRow[]; hasMore: boolean }> {
  const sql = `
    select id, name, dialogue_url as "dialogueUrl", language, created_at as "createdAt" from campaigns where ($1::text is null or id > $1) order by id limit $2`;
  return toPage((await db.query<CampaignRow>(sql, [after ?? null, limit + 1])).rows, limit);
}

export async function findCampaign(db: Queryable, id: string): Promise<CampaignDetail | undefined> {
  return (await db.query<CampaignDetail>(DETAIL, [id])).rows[0];
}

const DETAIL = `
with attempt as materialized (
  select contact_state, consent, count(*)::integer as count from call_attempts where campaign_id = $1 group by 1, 2
)
select g.id, g.name, g.dialogue_url as "dialogueUrl", g.language, g.created_at as "createdAt",
  (select coalesce(sum(count), 0)::integer from attempt) as "callAttempts",
  (select count(distinct contact_id)::integer from call_attempts where campaign_id = $1) as contacts,
  (select coalesce(jsonb_object_agg(contact_state, sum), '{}') from (
    select contact_state, sum(count) from attempt group by 1) s) as "byContactState",
  (select coalesce(jsonb_object_agg(consent, sum), '{}') from (
    select consent, sum(count) from attempt where consent is not null group by 1) s) as "byConsent"
from campaigns g where g.id = $1`;
