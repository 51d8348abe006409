import { beganAt } from '../connection/latest-first.ts';
import { isKnown, type CallStory, type StoryLeg } from '@trunkline/explain';
import { utcText } from '../connection/utc-text.ts';
import type { Scoped } from '../connection/with-actor.ts';
import { readStoryRows, type StoryRowOfCall } from './read-story-rows.ts';

/**
 * Everything stored about a call and the legs it dialled, by the SID of any of them or by our id. Includes legs that only
 * the end of a dial names. Undefined where nothing is known.
 */
export async function readCallStory(
  tx: Scoped,
  key: { callSid: string } | { id: bigint },
): Promise<CallStory | undefined> {
  const requested = 'callSid' in key ? key.callSid : await findSid(tx, key.id);
  if (requested === undefined) return undefined;
  const parentSid = (await findParent(tx, requested)) ?? requested;
  const named = [parentSid, ...(await findChildren(tx, parentSid))];
  const rows = await readStoryRows(tx, named);
  const silent = rows.flatMap(({ fact }) => fact?.dial?.callSid ?? []).filter((sid) => !named.includes(sid));
  const sids = [...new Set([...named, ...silent])];
  if (silent.length > 0) rows.push(...(await readStoryRows(tx, silent)));
  const [parent, ...children] = await readLegs(tx, sids, rows);
  return [parent!, ...children].some(isKnown) ? { parent: parent!, children } : undefined;
}

/** The SID of the call that started last, legs left out. */
export async function findLatestCall(tx: Scoped): Promise<string | undefined> {
  const { rows } = await tx.query<{ sid: string }>(`
    select c.call_sid as sid from calls c where c.call_sid is not null and c.parent_call_sid is null and ${tx.rows('calls', 'c')}
    order by ${beganAt('c')} desc, c.id desc limit 1`);
  return rows[0]?.sid;
}

/** Everything stored about these calls, each as a leg of its own. */
export const readStoryLegs = async (tx: Scoped, callSids: readonly string[]): Promise<StoryLeg[]> =>
  readLegs(tx, callSids, await readStoryRows(tx, callSids));

async function readLegs(tx: Scoped, sids: readonly string[], rows: readonly StoryRowOfCall[]): Promise<StoryLeg[]> {
  const { rows: found } = await tx.query<LegRow>({ name: 'read-story-legs', text: LEGS, values: [sids] });
  const bySid = Map.groupBy(rows, ({ callSid }) => callSid);
  return found.map((leg) => toLeg(leg, bySid.get(leg.callSid) ?? []));
}

type LegRow = Omit<StoryLeg, 'rows'>;

const toLeg = (leg: LegRow, rows: readonly StoryRowOfCall[]): StoryLeg => ({
  ...leg,
  rows: rows.map(withoutSid),
});

const withoutSid = (row: StoryRowOfCall): StoryLeg['rows'][number] => {
  const { callSid: _, ...rest } = row;
  return rest;
};

async function findSid(tx: Scoped, id: bigint): Promise<string | undefined> {
  const { rows } = await tx.query<{ sid: string | null }>('select call_sid as sid from calls where id = $1', [id]);
  return rows[0]?.sid ?? undefined;
}

async function findParent(tx: Scoped, callSid: string): Promise<string | undefined> {
  const sql = 'select parent_call_sid as sid from calls where call_sid = $1';
  const { rows } = await tx.query<{ sid: string | null }>({ name: 'find-parent', text: sql, values: [callSid] });
  return rows[0]?.sid ?? undefined;
}

/** In the order in which they were dialled. */
async function findChildren(tx: Scoped, parentSid: string): Promise<string[]> {
  const sql = 'select call_sid as sid from calls where parent_call_sid = $1 order by start_time, id';
  const { rows } = await tx.query<{ sid: string }>({ name: 'find-children', text: sql, values: [parentSid] });
  return rows.map(({ sid }) => sid);
}

const LEGS = `
select sid as "callSid",
  (select json_build_object('status', c.status, 'direction', c.direction, 'fromNumber', c.from_number, 'toNumber', c.to_number,
    'startTime', ${utcText('c.start_time')}, 'endTime', ${utcText('c.end_time')}, 'finalizedAt', ${utcText('c.finalized_at')},
    'durationSec', c.duration_sec, 'syncState', c.sync_state,
    'reconciledAt', ${utcText('c.reconciled_at')}) from calls c where c.call_sid = sid) as call,
  (select coalesce(json_agg(json_build_object('missing', g.missing, 'sequence', g.sequence, 'recordingSid', g.recording_sid,
    'class', g.class, 'dueAt', ${utcText('g.due_at')}, 'noticedAt', ${utcText('g.noticed_at')}, 'noticedBy', g.noticed_by,
    'evidence', g.evidence, 'healedAt', ${utcText('g.healed_at')}, 'healedBy', g.healed_by,
    'healingInboxId', g.healing_inbox_id::text, 'arrivedAt', ${utcText('g.arrived_at')}) order by g.id), '[]')
    from callback_gaps g where g.call_sid = sid) as gaps,
  (select coalesce(json_agg(json_build_object('recordingSid', r.recording_sid, 'status', r.twilio_status,
    'durationSec', r.duration_sec, 'startedAt', ${utcText('r.started_at')}, 'storedAt', ${utcText('r.stored_at')}, 'audioSec', r.audio_sec, 'custody', r.custody, 'isEncrypted', r.is_encrypted) order by r.id), '[]') from call_recordings r where r.call_sid = sid) as recordings,
  (select json_build_object('state', l.state, 'callStatus', l.call_status, 'attempts', l.attempts, 'error', l.error,
    'requestedAt', ${utcText('l.requested_at')}, 'nextAttemptAt', ${utcText('l.next_attempt_at')}, 'settledAt', ${utcText('l.settled_at')})
    from call_lookups l where l.call_sid = sid) as lookup
from unnest($1::varchar[]) with ordinality as asked(sid, n) order by n`;
