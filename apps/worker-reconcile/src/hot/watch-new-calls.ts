import { listenToCalls } from '@trunkline/db/calls';
import type { Database } from '@trunkline/db/connection';
import type { NewJob, OpenQueue, ReconcileJob } from '@trunkline/queues';
import type { Clock, Logger } from '@trunkline/service';
import { dueAfterSec, type Patience } from '@trunkline/telephony/reconciliation';

type Parts = {
  db: Database;
  rounds: Pick<OpenQueue<ReconcileJob>, 'add'>;
  clock: Clock;
  patience: Patience;
  log: Logger;
};

const REMEMBERED = 50_000;
const GATHER_MS = 500;

/**
 * Sets a job for each call that is seen for the first time: by when it can no longer ring, somebody looks after it.
 * What is missed here (a broken connection, a lost job) the next hot round finds.
 */
export function watchNewCalls({ db, rounds, clock, patience, log }: Parts): AsyncDisposable {
  const seen = new Set<string>();
  let fresh: string[] = [];
  const delayMs = clock.realMs(dueAfterSec('ringing', patience) * 1000);
  const flush = setInterval(() => {
    if (fresh.length === 0) return;
    const jobs = fresh.map((callSid): NewJob<ReconcileJob> => ({
      data: { tier: 'due', callSid },
      delayMs,
      collapseKey: `due-${callSid}`,
    }));
    fresh = [];
    rounds.add(jobs).catch((error: unknown) => log.debug({ err: error }, 'calls are left to the hot round'));
  }, GATHER_MS);
  const listening = listenToCalls(db, (callSids) => {
    for (const callSid of callSids) {
      if (seen.has(callSid)) continue;
      seen.add(callSid);
      fresh.push(callSid);
    }
    for (const callSid of seen) {
      if (seen.size <= REMEMBERED) break;
      seen.delete(callSid); // the oldest
    }
  });
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(flush);
      await listening[Symbol.asyncDispose]();
    },
  };
}
