import type { Queryable } from '../connection/open-database.ts';

/** What is said of a campaign; what is not given stays as it is. */
export type CampaignToSave = {
  id: string;
  name: string;
  /** Where its calls go on once somebody has consented to them; null takes it away. */
  dialogueUrl?: string | null | undefined;
  language?: string | undefined;
};

/** Adds a campaign, or changes the one with this id; says whether it is new. */
export async function saveCampaign(
  db: Queryable,
  { id, name, dialogueUrl, language }: CampaignToSave,
): Promise<{ isNew: boolean }> {
  const { rows } = await db.query<{ isNew: boolean }>(
    `insert into campaigns as c (id, name, dialogue_url, language) values ($1, $2, $4, coalesce($5, 'en-US'))
    on conflict (id) do update set name = excluded.name,
      dialogue_url = case when $3 then excluded.dialogue_url else c.dialogue_url end, language = coalesce($5, c.language)
    returning xmax = 0 as "isNew"`,
    [id, name, dialogueUrl !== undefined, dialogueUrl ?? null, language ?? null],
  );
  return rows[0]!;
}
