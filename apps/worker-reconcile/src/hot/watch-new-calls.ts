import { listenToCalls } from '@trunkline/db/calls';
import type { Database } from '@trunkline/db/connection';
import type { NewJob, OpenQueue, ReconcileJob } from '@trunkline/queues';
import { startLoop, type Clock, type Logger } from '@trunkline/service';
import { dueAfterSec, type Patience } from '@trunkline/telephony/reconciliation';

type Parts = {
  db: Database;
  ticks: Pick<OpenQueue<ReconcileJob>, 'add'>;
  clock: Clock;
  patience: Patience;
  log: Logger;
};

const REMEMBERED = 50_000;
const GATHER_MS = 500;

/**
 * Schedules a check of each new call for when it can no longer be ringing. Calls that are missed here (a broken
 * connection, a lost job) are found by the next hot tick.
 */
export function watchNewCalls({ db, ticks, clock, patience, log }: Parts): AsyncDisposable {
  const seen = new Set<string>();
  let fresh: string[] = [];
  const delayMs = clock.realMs(dueAfterSec('ringing', patience) * 1000);
  const flush = startLoop('new calls', GATHER_MS, schedule, log);

  async function schedule(): Promise<void> {
    if (fresh.length === 0) return;
    const jobs = fresh.map((callSid): NewJob<ReconcileJob> => ({
      data: { tier: 'due', callSid },
      delayMs,
      collapseKey: `due-${callSid}`,
    }));
    fresh = []; // those that cannot be added are left to the hot tick
    await ticks.add(jobs);
  }

  const listening = listenToCalls(
    db,
    (callSids) => {
      for (const callSid of callSids) {
        if (seen.has(callSid)) continue;
        seen.add(callSid);
        fresh.push(callSid);
      }
      for (const callSid of seen) {
        if (seen.size <= REMEMBERED) break;
        seen.delete(callSid); // the oldest
      }
    },
    log,
  );
  return {
    async [Symbol.asyncDispose]() {
      await flush[Symbol.asyncDispose]();
      await listening[Symbol.asyncDispose]();
    },
  };
}
