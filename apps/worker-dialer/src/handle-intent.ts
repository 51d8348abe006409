import { unscoped } from '@trunkline/db/connection';
import { findCallIntent, markSubmissionUnknown, type CallIntent } from '@trunkline/db/dialing';
import { dialIntent } from './dial-intent.ts';
import type { DialerParts } from './dialer-parts.ts';
import { lookForCall } from './look-for-call.ts';
import { LOOKS, nextLookAt } from './look-schedule.ts';

/** Does what is due for one intent, by the state that its row has now; a job that is late or a copy finds nothing to do. */
export function handleIntent(parts: DialerParts): (job: { intentId: string }) => Promise<void> {
  return async ({ intentId }) => {
    const intent = await findCallIntent(unscoped(parts.db), intentId);
    if (intent?.state === 'queued') return dialIntent(parts, intent);
    if (intent?.state === 'submission_unknown' && isDue(parts, intent)) return lookForCall(parts, intent);
    if (intent?.state !== 'submitting' || !(await markSubmissionUnknown(parts.db.pool, intentId))) return;
    parts.log.warn({ event: 'submission_unknown', intent_id: intentId }, 'the process that placed a call is gone');
  };
}

/** Looks are counted: one that comes too early would be no look. */
function isDue({ config }: DialerParts, { submittingAt, checks }: CallIntent): boolean {
  const now = new Date();
  return checks >= LOOKS || nextLookAt(submittingAt!, checks, config.SUBMISSION_LOOK_SECONDS, EPOCH) <= now;
}

const EPOCH = new Date(0);
