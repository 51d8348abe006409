import type { Database } from '../open-database.ts';
import type { Call } from '../generated/client.ts';
import type { Fact } from '@trunkline/telephony';

/** All columns of a call; durations in seconds. */
type CallRow = Omit<Call, 'price'> & { price: string | null };

/** A line of a call's log. */
type CallEventRow = {
  id: bigint;
  inboxId: bigint;
  eventType: string;
  eventStatus: string | null;
  eventTime: Date | null;
  observedAt: Date;
  source: string;
  verdict: string;
  dedupeKey: string;
};

/** A call that this one placed. */
type CallLeg = {
  callSid: string | null;
  parentCallSid: string | null;
  status: string;
  direction: string;
  durationSec: number | null;
};

export type CallDetail = { call: CallRow; events: CallEventRow[]; legs: CallLeg[] };

/** A call with its log, oldest first, and the calls it placed; known by its SID or by our id. */
export async function findCall(
  db: Database,
  key: { callSid: string } | { id: bigint },
): Promise<CallDetail | undefined> {
  const prisma = await db.prisma();
  const call = await prisma.call.findUnique({ where: key });
  if (!call) return undefined;
  const row = { ...call, price: call.price?.toString() ?? null };
  const { callSid } = call;
  if (callSid === null) return { call: row, events: [], legs: [] }; // scheduled: nothing happened yet
  const [events, legs] = await Promise.all([
    prisma.callEvent.findMany({ where: { callSid }, orderBy: { id: 'asc' }, omit: { payload: true } }),
    prisma.call.findMany({ where: { parentCallSid: callSid }, orderBy: { id: 'asc' }, select: LEG }),
  ]);
  return { call: row, events: events.map(toEventRow), legs };
}

const LEG = { callSid: true, parentCallSid: true, status: true, direction: true, durationSec: true } as const;

const toEventRow = ({ fact, ...event }: Omit<CallEventRow, 'dedupeKey'> & { fact: unknown }): CallEventRow => ({
  id: event.id,
  inboxId: event.inboxId,
  eventType: event.eventType,
  eventStatus: event.eventStatus,
  eventTime: event.eventTime,
  observedAt: event.observedAt,
  source: event.source,
  verdict: event.verdict,
  dedupeKey: (fact as Fact).key,
});
