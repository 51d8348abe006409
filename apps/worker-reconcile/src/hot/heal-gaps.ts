import { claimHeals, settleHeal, type ClaimedHeal } from '@trunkline/db/reconciliation';
import { forEachConcurrently } from '@trunkline/service';
import { isCallStatus, isTerminal } from '@trunkline/telephony/calls';
import { ofAccount, type ReconcileParts } from '../reconcile-parts.ts';
import { compareRequestedCall } from '../warm/compare-call.ts';
import { AFTER_END_MS } from '../warm/compare-ended-calls.ts';
import { hasJustEnded, recordCall } from './ask-calls.ts';

const CLAIMED_AT_ONCE = 100;
const ASKED_AT_ONCE = 20;

/**
 * Asks Twilio about the gaps for which a person requested it, as the hot tier does, and of an ended call as the warm tier
 * does once Twilio lists its requests: compared earlier, it would count as compared, and the warm tier would leave it out.
 * What Twilio shows is entered like any observation, and the next hot tick settles the gap.
 */
export async function healGaps(parts: ReconcileParts): Promise<void> {
  const claimed = await claimHeals(parts.db.pool, CLAIMED_AT_ONCE);
  await forEachConcurrently(claimed, ASKED_AT_ONCE, (gap) =>
    heal(parts, gap).then(
      () => ({}),
      (failure: unknown) => ({ failure }),
    ),
  );
}

async function heal(parts: ReconcileParts, gap: ClaimedHeal): Promise<void> {
  const { pool } = parts.db;
  try {
    await settleHeal(pool, gap.id, await ask(ofAccount(parts, gap.accountSid), gap.callSid));
  } catch (error) {
    if (parts.signal.aborted) return;
    if (gap.isLastAttempt) await settleHeal(pool, gap.id, `Twilio could not be asked for an hour: ${String(error)}`);
    throw error; // otherwise the claim lapses, and it is asked again
  }
}

/** Enters what Twilio shows of a call; returns why that cannot close a gap. */
async function ask(parts: ReconcileParts, callSid: string): Promise<string | null> {
  const resource = await parts.twilio.fetchCall(callSid, parts.signal);
  if (!resource) return 'Twilio does not know this call: it was deleted there, or belongs to another account.';
  if (!isCallStatus(resource.status)) return `Twilio shows a status that is not known: ${resource.status}.`;
  await recordCall(parts, resource);
  const isListed = isTerminal(resource.status) && !hasJustEnded(resource, parts.clock.now(), AFTER_END_MS);
  if (isListed) await compareRequestedCall(parts, callSid);
  return null;
}

const REMEDY = 'Reconciliation is off: give worker-reconcile TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.';

/** Without a Twilio account none can be asked about. */
export const failUnconfiguredHeals =
  ({ db: { pool } }: Pick<ReconcileParts, 'db'>) =>
  async (): Promise<void> => {
    for (const { id } of await claimHeals(pool, CLAIMED_AT_ONCE)) await settleHeal(pool, id, REMEDY);
  };
