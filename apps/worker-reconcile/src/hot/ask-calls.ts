import { listLiveCalls, claimChecks, type LiveCall } from '@trunkline/db';
import type { NewJob, ReconcileJob } from '@trunkline/queues';
import {
  callSnapshot,
  isCallStatus,
  isTerminal,
  overdueCheck,
  parseTwilioTime,
  statusRank,
  type Fact,
} from '@trunkline/telephony';
import type { CallResource } from '@trunkline/twilio';
import { enterFacts, type EnteredFact } from '../enter-facts.ts';
import { findGaps, readLegs } from '../find-gaps.ts';
import type { ReconcileParts } from '../reconcile-parts.ts';
import { tellGaps } from '../tell-gaps.ts';

const ASKED_AT_ONCE = 50;
/** Twilio gives a callback up after 15 s: what was fired earlier has come or never will. */
const DELIVERED_WITHIN_MS = 20_000;

type Answer = { call: LiveCall; resource: CallResource | undefined };

/**
 * Asks Twilio about calls that ought to have had news, and heals those that had some which never came, each as soon as
 * its answer is there. One that cannot be asked about now takes nobody with it.
 */
export async function askCalls(parts: ReconcileParts, calls: readonly LiveCall[]): Promise<void> {
  const { db, clock, twilio, signal } = parts;
  const now = clock.now();
  const sids = calls.map(({ callSid }) => callSid);
  const mine = await claimChecks(db.pool, sids, now, new Date(now.getTime() - DELIVERED_WITHIN_MS));
  const waiting = calls.filter(({ callSid }) => mine.has(callSid)).values();
  const failures: unknown[] = [];
  let answered = 0;
  const lane = async (): Promise<void> => {
    for (const call of waiting)
      try {
        await takeAnswers(parts, [{ call, resource: await twilio.fetchCall(call.callSid, signal) }]);
        answered += 1;
      } catch (error) {
        failures.push(error);
        if (answered === 0) return; // nobody answers
      }
  };
  await Promise.all(Array.from({ length: ASKED_AT_ONCE }, lane));
  if (failures.length > 0) throw failures[0];
}

async function takeAnswers(parts: ReconcileParts, answers: readonly Answer[]): Promise<void> {
  const now = parts.clock.now();
  const news = answers.filter(saysMore);
  const onTheWay = news.filter(({ resource }) => hasJustEnded(resource!, now));
  const overdue = news.filter((answer) => !onTheWay.includes(answer));
  await askLater(
    parts,
    onTheWay.map(({ call }) => call.callSid),
  );
  const entered = await enterFacts(
    parts,
    'reconcile_hot',
    overdue.map(({ resource }) => callSnapshot(resource!)),
  );
  if (entered.length > 0) await noteGaps(parts, entered);
}

const saysMore = ({ call, resource }: Answer): boolean =>
  resource !== undefined && isCallStatus(resource.status) && statusRank(resource.status) > statusRank(call.status);

/** Its callback may still be on its way. */
function hasJustEnded({ status, end_time, date_updated }: CallResource, now: Date): boolean {
  const ended = parseTwilioTime(end_time) ?? parseTwilioTime(date_updated);
  if (!isCallStatus(status) || !isTerminal(status) || ended === null) return false;
  return now.getTime() - Date.parse(ended) < DELIVERED_WITHIN_MS;
}

/** Once the callback can no longer be on its way. Jobs of one call collapse. */
async function askLater({ rounds, clock }: ReconcileParts, callSids: readonly string[]): Promise<void> {
  const delayMs = clock.realMs(DELIVERED_WITHIN_MS + 1000);
  const toJob = (callSid: string): NewJob<ReconcileJob> => ({
    data: { tier: 'call', callSid },
    delayMs,
    collapseKey: `ended-${callSid}`,
  });
  if (callSids.length > 0) await rounds.add(callSids.map(toJob)).catch(() => {}); // the next round finds them again
}

async function noteGaps(parts: ReconcileParts, entered: readonly EnteredFact[]): Promise<void> {
  const byCall = new Map<string, Fact[]>(entered.map(({ fact }) => [fact.callSid!, [fact]]));
  const inboxIds = new Map(entered.map(({ fact, inboxId }) => [fact.callSid!, inboxId]));
  const legs = await readLegs(parts.db.pool, [...byCall.keys()], byCall);
  const now = parts.clock.now();
  const gaps = legs.flatMap((leg) =>
    findGaps(leg, now, {
      noticedBy: 'reconcile_hot',
      healingInboxId: inboxIds.get(leg.callSid) ?? null,
      evidence: { rest_status: byCall.get(leg.callSid)![0]!.status },
      sent: [],
    }),
  );
  await tellGaps(parts, gaps);
}

/** Asks about one call that seems to have ended, unless its end is known meanwhile. */
export async function askCall(parts: ReconcileParts, callSid: string): Promise<void> {
  await askCalls(parts, await listLiveCalls(parts.db.pool, new Date(0), [callSid]));
}

/** Asks about one call if its next callback is due. */
export async function askIfDue(parts: ReconcileParts, callSid: string): Promise<void> {
  const now = parts.clock.now();
  const live = await listLiveCalls(parts.db.pool, new Date(0), [callSid]);
  await askCalls(
    parts,
    live.filter((call) => overdueCheck(call, now, parts.patience) === 'ask'),
  );
}
