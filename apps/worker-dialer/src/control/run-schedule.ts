import { unscoped, type Database } from '@trunkline/db/connection';
import {
  NO_CAPS,
  cancelScheduledCall,
  endLoneLegs,
  expireScheduledCalls,
  finishUnplacedCalls,
  listDueCalls,
  readPartyNumbers,
  startCall,
} from '@trunkline/db/dialing';
import type { Logger } from '@trunkline/service';
import { planLegs } from '@trunkline/twilio/twiml';

type Parts = { db: Database; baseUrl: string; log: Logger };

const CALLS_AT_ONCE = 50;

/**
 * Starts scheduled calls whose time has come, expires those that could not be started in time, and ends calls with only
 * one party on the line. All times are the database's.
 */
export function runSchedule(parts: Parts): () => Promise<void> {
  const { db } = parts;
  return async () => {
    await expireScheduledCalls(db.pool);
    await startDueCalls(parts);
    await endLoneLegs(db.pool);
    await finishUnplacedCalls(db.pool);
  };
}

/**
 * Numbers are read at the start: a party may have changed theirs since the call was scheduled. Its legs were counted against
 * the caps when it was scheduled, and are again before each is dialled, where the intent says what it waits for.
 */
function startDueCalls({ db, baseUrl, log }: Parts): Promise<void> {
  return db.transaction(async (transaction) => {
    const tx = unscoped(transaction);
    for (const call of await listDueCalls(tx, CALLS_AT_ONCE)) {
      const numbers = await readPartyNumbers(tx, call);
      const legs = call.orderStatus === 'open' && planLegs(baseUrl, call, numbers);
      if (legs) await startCall(tx, { callId: call.id, by: null, requestedBy: call.requestedBy, legs }, NO_CAPS);
      else await cancelScheduledCall(tx, call.id, call.orderStatus === 'open' ? 'no_phone_number' : 'order_closed');
      log.info({ event: legs ? 'call_started' : 'call_canceled', call_id: call.id }, 'scheduled call was due');
    }
  });
}
