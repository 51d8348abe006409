import { unscoped } from '@trunkline/db/connection';
import { findLatestCall, readCallStory } from '@trunkline/db/explain';
import { explainCall, type Explanation } from '@trunkline/explain';
import { readConfig } from '../config.ts';
import { useDatabase } from '../use-database.ts';

/** Explains a call, without a SID the latest, from the database that the environment names; undefined if it is unknown. */
export async function explainFromDatabase(sid: string | undefined): Promise<Explanation | undefined> {
  const story = await useDatabase(readConfig().databaseUrl, async (db) => {
    const callSid = sid ?? (await findLatestCall(unscoped(db)));
    return callSid === undefined ? undefined : readCallStory(unscoped(db), { callSid });
  });
  return story && explainCall(story, new Date());
}
