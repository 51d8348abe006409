import { foldCall, type OwnedNumbers } from '@trunkline/telephony/calls';
import type { Database, Queryable } from '../connection/open-database.ts';
import { touchConversations } from '../conversations/touch-conversations.ts';
import { NOTIFY_STREAM } from '../stream/notify-stream.ts';
import { listMisreadContacts } from './find-number-drift.ts';
import { lockCalls, type LockedCalls } from './lock-calls.ts';
import { readCalls } from './read-calls.ts';

export type Repaired = { calls: number; contacts: number };

type Options = { onProgress?: (done: number, total: number) => void; signal?: AbortSignal };

const CALLS_AT_ONCE = 200;

/**
 * Writes direction, outside number and conversation of these calls as the fold has them now, and then deletes contacts that
 * are none, with their conversations, once these have no calls. Other columns stay. Workers may run at the same time.
 */
export async function repairNumbers(
  db: Database,
  ownedNumbers: OwnedNumbers,
  callSids: readonly string[],
  { onProgress = () => {}, signal }: Options = {},
): Promise<Repaired> {
  let calls = 0;
  for (let start = 0; start < callSids.length; start += CALLS_AT_ONCE) {
    signal?.throwIfAborted();
    const batch = callSids.slice(start, start + CALLS_AT_ONCE);
    calls += await db.transaction(async (tx) => repairCalls(await lockCalls(tx, batch), batch, ownedNumbers));
    onProgress(calls, callSids.length);
  }
  const contacts = await db.transaction(async (tx) => deleteContacts(tx, await listMisreadContacts(tx)));
  return { calls, contacts };
}

/** The same for calls that this transaction has locked; returns how many. */
export async function repairCalls(
  tx: LockedCalls,
  callSids: readonly string[],
  ownedNumbers: OwnedNumbers,
): Promise<number> {
  const known = await readCalls(tx, callSids);
  const calls = [...known.values()]
    .filter(({ facts }) => facts.length > 0)
    .map(({ callSid, facts }) => foldCall(callSid, facts, ownedNumbers));
  const conversations = await touchConversations(
    tx,
    calls.flatMap((call) =>
      call.outsideNumber === null ? [] : { number: call.outsideNumber, at: call.startTime ?? call.createdAt },
    ),
  );
  const repaired = calls.map(({ callSid, direction, outsideNumber }) => ({
    callSid,
    direction,
    outsideNumber,
    conversationId: outsideNumber === null ? null : conversations.get(outsideNumber),
  }));
  await tx.query({ name: 'repair-calls', text: CALLS, values: [JSON.stringify(repaired)] });
  return repaired.length;
}

const CALLS = `
with written as (
  update calls c set direction = s.direction, outside_number = s."outsideNumber", conversation_id = s."conversationId"
  from jsonb_to_recordset($1::jsonb) as s("callSid" varchar, direction varchar, "outsideNumber" varchar, "conversationId" bigint)
  where c.call_sid = s."callSid" returning c.id, c.call_sid
),
emitted as (
  insert into stream_events (name, entity, entity_id, call_id) select 'call.updated', 'call', call_sid, id from written
)
${NOTIFY_STREAM}`;

async function deleteContacts(tx: Queryable, numbers: readonly string[]): Promise<number> {
  const { rowCount } = await tx.query(
    `delete from contacts p where p.phone_number = any($1::varchar[]) and not exists (
      select from conversations k join calls c on c.conversation_id = k.id where k.contact_id = p.id)`,
    [numbers],
  );
  return rowCount ?? 0;
}
