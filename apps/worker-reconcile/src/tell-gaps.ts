import type { Database } from '@trunkline/db/connection';
import { recordGaps, type GapToRecord } from '@trunkline/db/reconciliation';
import { metrics, type Clock, type Logger } from '@trunkline/service';

const noticed = metrics.counter(
  'callback_gaps_noticed_total',
  'Callbacks found missing, by class when last looked at',
  ['class'],
);

/** Records gaps. A callback that we acknowledged and do not have is an alarm: that must never be. */
export async function tellGaps(
  { db, clock, log }: { db: Database; clock: Clock; log: Logger },
  gaps: readonly GapToRecord[],
): Promise<void> {
  if (gaps.length === 0) return;
  for (const gap of gaps) noticed.inc({ class: gap.class });
  const alarms = await recordGaps(db.pool, gaps, clock.now());
  for (const callSid of alarms)
    log.error(
      { event: 'acked_but_absent', call_sid: callSid },
      'Twilio has our acknowledgement of a callback that is not in the inbox: see GET /api/calls/:sid/explain',
    );
}
