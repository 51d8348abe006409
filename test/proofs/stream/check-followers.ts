import type { Database } from '@trunkline/db/connection';
import type { Follower } from './follower.ts';
import type { Subscriber } from './subscribers.ts';

export type StreamFindings = {
  events: number;
  missed: number;
  repeated: number;
  /** Events that the client may not see. */
  foreign: number;
  /** Calls whose last event differs from their row, summed over the clients. */
  diverged: number;
  examples: string[];
};

type Event = {
  seq: number;
  callSid: string | null;
  readerId: string | null;
  clientId: string | null;
  isForStaff: boolean;
};
type Call = { status: string; version: number };

/** Compares the events of every client with the stream's table, by its own rules of who may see what, and with the calls. */
export async function checkFollowers(
  db: Database,
  pairs: readonly (readonly [Subscriber, Follower])[],
): Promise<StreamFindings> {
  const events = (await db.pool.query<Event>(EVENTS)).rows;
  const calls = new Map(
    (await db.pool.query<Call & { sid: string }>(CALLS)).rows.map(({ sid, ...call }) => [sid, call]),
  );
  const findings: StreamFindings = {
    events: events.length,
    missed: 0,
    repeated: 0,
    foreign: 0,
    diverged: 0,
    examples: [],
  };
  for (const [n, [subscriber, follower]] of pairs.entries()) {
    const visible = events.filter((event) => event.seq > follower.startedAt! && maySee(subscriber, event));
    const expected = new Set(visible.map(({ seq }) => seq));
    const received = new Set(follower.ids);
    const missed = [...expected].filter((seq) => !received.has(seq));
    const rising = follower.ids.every((id, at) => at === 0 || id > follower.ids[at - 1]!);
    findings.missed += missed.length;
    findings.repeated += follower.ids.length - received.size + (rising ? 0 : 1);
    findings.foreign += [...received].filter((seq) => !expected.has(seq)).length;
    const diverged = [...follower.lastEvents].filter(([sid, data]) => !isSame(data, calls.get(sid)));
    findings.diverged += diverged.length;
    const complaints = [
      ...missed.slice(0, 3).map((seq) => `event ${seq} was missed`),
      ...diverged.slice(0, 3).map(([sid]) => `${sid} diverged`),
    ];
    if (complaints.length > 0 && findings.examples.length < 10)
      findings.examples.push(`client ${n} (${subscriber.role}): ${complaints.join(', ')}`);
  }
  return findings;
}

function maySee({ role, id }: Subscriber, { readerId, clientId, isForStaff }: Event): boolean {
  if (role === 'reader') return !isForStaff && readerId === id;
  if (role === 'client') return !isForStaff && clientId === id;
  return true;
}

function isSame(json: string, call: Call | undefined): boolean {
  const { data } = JSON.parse(json) as { data: Call };
  return data.status === call?.status && data.version === call.version;
}

const EVENTS = `
select e.seq::float8 as seq, c.call_sid as "callSid", o.reader_id as "readerId", o.client_id as "clientId",
  e.entity not in ('call', 'recording') as "isForStaff"
from stream_events e left join calls c on c.id = e.call_id left join orders o on o.id = c.order_id order by e.seq`;

const CALLS = 'select call_sid as sid, status, version from calls where call_sid is not null';
