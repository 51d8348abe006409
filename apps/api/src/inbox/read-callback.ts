import type { Scoped } from '@trunkline/db/connection';
import { readStoryRows } from '@trunkline/db/explain';
import { findInboxRow, type InboxDetail } from '@trunkline/db/inbox';
import { wouldChange, type FieldChange } from '@trunkline/explain';
import type { OwnedNumbers } from '@trunkline/telephony/calls';
import { STOPPED_INBOX_STATES } from '@trunkline/telephony/inbox';

/** `changes`: what applying it would change in its call, where a person decides about it and it can be read. */
export type ReadCallback = { row: InboxDetail; changes: FieldChange[] | null };

/** A callback; undefined where it is unknown. */
export async function readCallback(tx: Scoped, id: string, owned: OwnedNumbers): Promise<ReadCallback | undefined> {
  const row = await findInboxRow(tx, id);
  if (!row) return undefined;
  const { callSid, state } = row;
  const isStopped = STOPPED_INBOX_STATES.some((stopped) => stopped === state);
  if (callSid === null || !isStopped) return { row, changes: null };
  const rows = await readStoryRows(tx, [callSid]);
  return { row, changes: wouldChange(callSid, rows, { inboxId: row.id, owned }) };
}
