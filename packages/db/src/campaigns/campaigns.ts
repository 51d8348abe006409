import { toPage, type Page, type PageAt } from '../connection/latest-first.ts';
import type { Queryable } from '../connection/open-database.ts';
import { given } from '../connection/prisma-client.ts';
import type { Scoped } from '../connection/with-actor.ts';

export type CampaignRow = {
  id: string;
  name: string | null;
  dialogueUrl: string | null;
  language: string;
  createdAt: Date;
};

/** A campaign to add or change; undefined leaves a field as it is. */
export type CampaignToSave = {
  id: string;
  name: string;
  /** Where a call continues once consent is given; null removes it. */
  dialogueUrl?: string | null | undefined;
  language?: string | undefined;
};

/** Adds a campaign, or changes the one with this id. */
export async function saveCampaign(tx: Scoped, { id, ...fields }: CampaignToSave): Promise<{ isNew: boolean }> {
  const data = { name: fields.name, ...given(fields) };
  return tx.prisma(async ({ campaign }) => {
    const { count } = await campaign.createMany({ data: { id, ...data }, skipDuplicates: true });
    if (count === 0) await campaign.updateMany({ where: { id }, data });
    return { isNew: count === 1 };
  });
}

/** A page of campaigns by id (applications choose the ids), after the one with this id. */
export async function listCampaigns(tx: Scoped, { after, limit }: PageAt): Promise<Page<CampaignRow>> {
  const where = after === undefined ? {} : { id: { gt: after } };
  const rows = await tx.prisma(({ campaign }) =>
    campaign.findMany({ where, orderBy: { id: 'asc' }, take: limit + 1, select: FIELDS }),
  );
  return toPage(rows, limit);
}

const FIELDS = { id: true, name: true, dialogueUrl: true, language: true, createdAt: true } as const;

/** A campaign with counts of its calls by state, and of the people who consented. */
export type CampaignDetail = CampaignRow & {
  callAttempts: number;
  contacts: number;
  byContactState: Record<string, number>;
  byConsent: Record<string, number>;
};

/** SQL: four aggregates over one reading of the campaign's calls. */
export async function findCampaign(tx: Scoped, id: string): Promise<CampaignDetail | undefined> {
  return (await tx.query<CampaignDetail>(DETAIL, [id])).rows[0];
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

/** The language in which a campaign's calls begin, and where they continue. SQL: Twilio waits for the answer. */
export async function findCampaignScript(
  db: Queryable,
  id: string,
): Promise<{ language: string; dialogueUrl: string | null } | undefined> {
  const sql = 'select language, dialogue_url as "dialogueUrl" from campaigns where id = $1';
  return (await db.query<{ language: string; dialogueUrl: string | null }>(sql, [id])).rows[0];
}
