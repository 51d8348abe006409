import type { Scoped } from '../connection/with-actor.ts';

/** Our id of a call that the reader may see, by its SID or by our id. */
export async function findCallId(tx: Scoped, key: { callSid: string } | { id: bigint }): Promise<string | undefined> {
  const [column, value] = 'callSid' in key ? ['call_sid', key.callSid] : ['id', `${key.id}`];
  const sql = `select c.id from calls c where c.${column} = $1 and ${tx.rows('calls', 'c')}`;
  return (await tx.query<{ id: string }>(sql, [value])).rows[0]?.id;
}
