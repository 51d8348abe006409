import { unscoped } from '@trunkline/db/connection';
import { findCallIntent, markSubmissionUnknown, type CallIntent } from '@trunkline/db/dialing';
import { dialIntent } from './dial-intent.ts';
import type { DialerParts } from './dialer-parts.ts';
import { CHECKS, nextCheckAt } from './match-call.ts';
import { resolveSubmission } from './resolve-submission.ts';

/** Does what is due for an intent by the state of its row; a job that is late or a copy finds nothing to do. */
export function handleIntent(parts: DialerParts): (job: { intentId: string }) => Promise<void> {
  return async ({ intentId }) => {
    const intent = await findCallIntent(unscoped(parts.db), intentId);
    if (intent?.state === 'queued') return dialIntent(parts, intent);
    if (intent?.state === 'submission_unknown' && isDue(parts, intent)) return resolveSubmission(parts, intent);
    if (intent?.state !== 'submitting' || !(await markSubmissionUnknown(parts.db.pool, intentId))) return;
    parts.log.warn({ event: 'submission_unknown', intent_id: intentId }, 'the process that submitted a call died');
  };
}

/** Checks are counted: one that comes too early must not use one up. */
function isDue({ config }: DialerParts, { submittingAt, checks }: CallIntent): boolean {
  const now = new Date();
  return checks >= CHECKS || nextCheckAt(submittingAt!, checks, config.SUBMISSION_LOOK_SECONDS, EPOCH) <= now;
}

const EPOCH = new Date(0);
