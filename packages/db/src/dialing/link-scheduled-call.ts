import type { Queryable } from '../connection/open-database.ts';
import { CALL_COLUMNS } from '../calls/save-calls.ts';

/**
 * Links the call that Twilio placed to its scheduled call. Returns false where that has another SID or has ended: then the
 * placed call keeps a row of its own. The Call SID must be locked. SQL: row locks, and two rows that may have to be merged.
 */
export async function linkScheduledCall(tx: Queryable, callId: string, callSid: string): Promise<boolean> {
  const { rows } = await tx.query<{ callSid: string | null; isFinal: boolean }>(
    `select call_sid as "callSid", is_final as "isFinal" from calls where id = $1 for update`,
    [callId],
  );
  if (rows[0]?.callSid === callSid) return true;
  if (!rows[0] || rows[0].callSid !== null || rows[0].isFinal) return false;
  await mergeEarlyRow(tx, callId, callSid);
  // Reconciliation selects calls by when they began; this one begins now.
  await tx.query(
    `update calls set call_sid = $2, created_at = case version when 0 then now() else created_at end where id = $1`,
    [callId, callSid],
  );
  return true;
}

/** Merges the row of a call that was seen at Twilio before a callback named its intent, and deletes it. */
async function mergeEarlyRow(tx: Queryable, callId: string, callSid: string): Promise<void> {
  const { rows } = await tx.query<{ id: string }>('select id::text from calls where call_sid = $1 for update', [
    callSid,
  ]);
  const early = rows[0]?.id;
  if (early === undefined) return;
  await tx.query(MERGE, [callId, early]);
  for (const sql of POINT_TO_IT) await tx.query(sql, [callId, early]);
  await tx.query('delete from calls where id = $1', [early]);
}

const POINT_TO_IT = [
  'update call_commands set call_id = $1 where call_id = $2',
  'update siren_alerts set call_id = $1 where call_id = $2',
  'update stream_events set call_id = $1 where call_id = $2',
  'update calls set conference_call_id = $1 where conference_call_id = $2',
];

const FOLDED = CALL_COLUMNS.map(([, column]) => column);
const KEPT = ['conversation_id', 'sync_state', 'reconciled_at', 'checked_at'];

const MERGE = `
update calls c set ${[...FOLDED, ...KEPT].map((column) => `${column} = e.${column}`).join(', ')},
  siren_triggered = c.siren_triggered or e.siren_triggered, metadata = c.metadata || e.metadata
from calls e where c.id = $1 and e.id = $2`;
