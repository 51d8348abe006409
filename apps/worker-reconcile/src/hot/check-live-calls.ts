import { listLiveCalls, recordSuccess, type LiveCall } from '@trunkline/db/reconciliation';
import { overdueCheck } from '@trunkline/telephony/reconciliation';
import type { UnreadableRow } from '@trunkline/twilio/rest';
import type { ReconcileParts } from '../reconcile-parts.ts';
import { reportUnreadable } from '../report-unreadable.ts';
import { askCalls } from './ask-calls.ts';

/** Older ones are left to the daily scan. */
const LOOK_BACK_MS = 26 * 3_600_000;

/**
 * The hot tick: asks about calls whose next callback is overdue, one by one. For those in progress, Twilio's list shows
 * which have ended, a thousand with one request.
 */
export async function checkLiveCalls(parts: ReconcileParts): Promise<void> {
  const { db, clock, patience } = parts;
  const now = clock.now();
  const live = await listLiveCalls(db.pool, new Date(now.getTime() - LOOK_BACK_MS));
  const due = Map.groupBy(live, (call) => overdueCheck(call, now, patience));
  const talking = due.get('list') ?? [];
  const listed = await listInProgress(parts, talking);
  const asked = [...(due.get('ask') ?? []), ...talking.filter(({ callSid }) => !listed.has(callSid))];
  await askCalls(parts, asked);
  await recordSuccess(
    db.pool,
    'reconcile_hot',
    { last_call_sid: asked.at(-1)?.callSid ?? null, last_updated_at: now.toISOString() },
    clock.now(),
  );
}

/** What Twilio lists as in progress in the accounts of these calls. */
async function listInProgress(
  { twilio, signal, log }: ReconcileParts,
  talking: readonly LiveCall[],
): Promise<Set<string>> {
  const sids = new Set<string>();
  const accounts = new Set(talking.map(({ accountSid }) => twilio.ofAccount(accountSid)));
  const onUnreadable = (row: UnreadableRow) => reportUnreadable({ log }, row); // its call is asked about by itself
  for (const account of accounts)
    for await (const { rows } of account.listCalls({ status: 'in-progress' }, signal, onUnreadable))
      for (const { sid } of rows) sids.add(sid);
  return sids;
}
