import { CALL_INCLUDES, type CallStatus } from '@trunkline/telephony/calls';
import { JUST_ENDED_SECONDS } from '@trunkline/telephony/floor';
import { orderOf } from '../calls/call-order.ts';
import { listedCalls, type CallListRow } from '../calls/list-calls.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** `limited`: there are more live calls than are listed. */
export type FloorRows = { rows: CallListRow[]; limited: boolean };

type FloorRow = CallListRow & {
  call_sid: string;
  parent_call_sid: string | null;
  status: CallStatus;
  is_final: boolean;
};

const LIVE_AT_MOST = 500;
const ENDED_AT_MOST = 200;

/** The calls of the floor with all that is joined to them, the latest start first: live ones, and those that have just ended. */
export async function listFloor(tx: Scoped): Promise<FloorRows> {
  const order = orderOf();
  const key = order.key('c');
  const select = (condition: string, limit: number) => `(
    select ${tx.columns('calls', 'c')}, ${key} as sort_key from calls c
    where c.call_sid is not null and ${condition} and ${tx.rows('calls', 'c')}
    order by ${order.by(key, 'c.id')} limit ${limit})`;
  const justEnded = `c.is_final and c.finalized_at > now() - interval '${JUST_ENDED_SECONDS} seconds'`;
  const { rows: found } = await tx.query<FloorRow>(
    listedCalls(
      tx,
      `${select('not c.is_final', LIVE_AT_MOST + 1)} union all ${select(justEnded, ENDED_AT_MOST)}`,
      order,
      CALL_INCLUDES,
    ),
  );
  const rows = answeredByLegs(found);
  const live = rows.filter((row) => !row.is_final);
  if (live.length <= LIVE_AT_MOST) return { rows, limited: false };
  const last = live.at(-1);
  return { rows: rows.filter((row) => row !== last), limited: true };
}

/** No callback says that an incoming call is answered: it is in progress while a leg is that it dialled. */
function answeredByLegs(rows: readonly FloorRow[]): FloorRow[] {
  const legs = new Map(
    rows.flatMap((row) => (row.status === 'in-progress' && row.parent_call_sid ? [[row.parent_call_sid, row]] : [])),
  );
  return rows.map((row) => {
    const leg = row.status === 'ringing' ? legs.get(row.call_sid) : undefined;
    return leg ? { ...row, status: leg.status, answered_at: leg.answered_at } : row;
  });
}
