import { recordObservations } from '@trunkline/db/inbox';
import { claimChecks, listLiveCalls, type LiveCall } from '@trunkline/db/reconciliation';
import type { NewJob, ReconcileJob } from '@trunkline/queues';
import { isCallStatus, isTerminal, statusRank } from '@trunkline/telephony/calls';
import { callSnapshot, endedAt } from '@trunkline/telephony/facts';
import { dueInSec, overdueCheck } from '@trunkline/telephony/reconciliation';
import type { CallResource } from '@trunkline/twilio/rest';
import { forEachConcurrently } from '@trunkline/service';
import type { ReconcileParts } from '../reconcile-parts.ts';
import { detectGaps } from '../record-gaps.ts';

const ASKED_AT_ONCE = 50;
/** Twilio gives a callback up after 15 s: one that was fired 20 s ago has arrived or never will. */
export const DELIVERED_WITHIN_MS = 20_000;

/**
 * Asks Twilio about calls whose next callback is overdue and heals those that it shows further on, each as soon as its
 * answer is there. A call that cannot be asked about now fails no other.
 */
export async function askCalls(parts: ReconcileParts, calls: readonly LiveCall[]): Promise<void> {
  const { db, clock } = parts;
  const now = clock.now();
  const sids = calls.map(({ callSid }) => callSid);
  const mine = await claimChecks(db.pool, sids, now, new Date(now.getTime() - DELIVERED_WITHIN_MS));
  const asked = calls.filter(({ callSid }) => mine.has(callSid));
  await forEachConcurrently(asked, ASKED_AT_ONCE, (call) =>
    ask(parts, call).then(
      () => ({}),
      (failure: unknown) => ({ failure }),
    ),
  );
}

async function ask(parts: ReconcileParts, call: LiveCall): Promise<void> {
  const resource = await parts.twilio.ofAccount(call.accountSid).fetchCall(call.callSid, parts.signal);
  if (!resource || !isFurther(resource, call)) return;
  if (hasJustEnded(resource, parts.clock.now())) return askLater(parts, call.callSid);
  await recordCall(parts, resource);
}

/** Records what Twilio shows of a call, and the callbacks that are missing for it. */
export async function recordCall(parts: ReconcileParts, resource: CallResource): Promise<void> {
  const observations = await recordObservations(parts, 'reconcile_hot', [callSnapshot(resource)]);
  await detectGaps(parts, 'reconcile_hot', observations);
}

const isFurther = ({ status }: CallResource, call: LiveCall): boolean =>
  isCallStatus(status) && statusRank(status) > statusRank(call.status);

/** True where the call ended a moment ago; by default, where the callback of the end may still be on its way. */
export function hasJustEnded(resource: CallResource, now: Date, withinMs = DELIVERED_WITHIN_MS): boolean {
  const ended = endedAt(resource);
  if (!isCallStatus(resource.status) || !isTerminal(resource.status) || ended === null) return false;
  return now.getTime() - Date.parse(ended) < withinMs;
}

/** Asks again once the callback can no longer be on its way. Jobs of one call collapse. */
async function askLater({ ticks, clock }: ReconcileParts, callSid: string): Promise<void> {
  const job: NewJob<ReconcileJob> = {
    data: { tier: 'call', callSid },
    delayMs: clock.realMs(DELIVERED_WITHIN_MS + 1000),
    collapseKey: `ended-${callSid}`,
  };
  await ticks.add([job]).catch(() => {}); // the next hot tick finds the call again
}

/** Asks about one call that seems to have ended, unless its end is known meanwhile. */
export async function askCall(parts: ReconcileParts, callSid: string): Promise<void> {
  await askCalls(parts, await listLiveCalls(parts.db.pool, new Date(0), [callSid]));
}

/** Asks about one call if its next callback is overdue; if one arrived meanwhile, schedules the check of the next one. */
export async function askIfDue(parts: ReconcileParts, callSid: string): Promise<void> {
  const now = parts.clock.now();
  const [call] = await listLiveCalls(parts.db.pool, new Date(0), [callSid]);
  if (!call) return;
  if (overdueCheck(call, now, parts.patience) === 'ask') return askCalls(parts, [call]);
  const waitSec = dueInSec(call, now, parts.patience);
  if (waitSec !== null && waitSec > 0) await askAfter(parts, call, waitSec);
}

/** The key contains the last event's time, so that this job does not collapse into the running one. */
async function askAfter(
  { ticks, clock }: ReconcileParts,
  { callSid, updatedAt }: LiveCall,
  sec: number,
): Promise<void> {
  const job: NewJob<ReconcileJob> = {
    data: { tier: 'due', callSid },
    delayMs: clock.realMs((sec + 1) * 1000),
    collapseKey: `due-${callSid}-${updatedAt.getTime()}`,
  };
  await ticks.add([job]).catch(() => {}); // the next hot tick finds the call again
}
