import type { Queryable } from '../connection/open-database.ts';

/** In which language a campaign's calls begin, and where they go on; undefined where nobody made such a campaign. */
export async function findCampaignScript(
  db: Queryable,
  id: string,
): Promise<{ language: string; dialogueUrl: string | null } | undefined> {
  const sql = 'select language, dialogue_url as "dialogueUrl" from campaigns where id = $1';
  return (await db.query<{ language: string; dialogueUrl: string | null }>(sql, [id])).rows[0];
}
