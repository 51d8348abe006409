import type { Row } from './row.ts';
import {
  ABLATIONS,
  APPLY_ORDER,
  CHAOS,
  DIRECT,
  EMPTIED_QUEUE,
  FOLD_ORDER,
  GIVEN_UP_JOB,
  RACING_RELAYS,
  REJECTED_ROW,
  SCAN,
  WITHOUT_STATE_CHECK,
} from './shared-tests.ts';

const QUEUES = 'packages/queues/src/queues.int.test.ts';
const FOLD = 'packages/telephony/src/calls/fold-call.test.ts';

/** Faults of the queue, of the workers, and of the order in which facts arrive. */
export const FAULTS_OF_WORKERS: readonly Row[] = [
  {
    number: '22',
    what: 'Redis is killed and loses its last writes',
    part: 'queue',
    must: 'Nothing is lost or applied twice: the relay enqueues again',
    by: [CHAOS, EMPTIED_QUEUE],
  },
  {
    number: '23',
    what: 'Redis is flushed at any moment',
    part: 'queue',
    must: 'Nothing is lost, and schedules are created again',
    by: [
      CHAOS,
      [QUEUES, 'a schedule repeats, exists once however often it is kept, and is restored after a wipe'],
      ['test/e2e/reconcile.test.ts', 'the schedule of the tiers survives a wiped queue'],
    ],
  },
  {
    number: '24',
    what: 'Redis is unavailable for minutes',
    part: 'all',
    must: 'Ingest answers as always; callbacks are applied from Postgres',
    by: [
      ['test/integration/ingest-processes.int.test.ts', 'while Redis %s every callback is stored and acknowledged'],
      DIRECT,
      ABLATIONS,
    ],
  },
  {
    number: '25',
    what: 'Redis does not answer for 30 s',
    part: 'queue',
    must: 'An add gives up; one that is done late, or twice, does no harm',
    by: [[QUEUES, 'a server that is down or frozen is reported as unavailable, and used again once it is back'], CHAOS],
  },
  {
    number: '26',
    what: 'Redis has no memory left (noeviction)',
    part: 'queue',
    must: 'The backlog stays in Postgres and is applied; a Redis that may evict is named',
    by: [
      DIRECT,
      [
        'packages/queues/src/redis-policy.int.test.ts',
        'a Redis that may evict is named with its policy, until it is set right',
      ],
    ],
  },
  {
    number: '27',
    what: 'A failover of Redis loses its last writes',
    part: 'queue',
    must: 'As when it is killed',
    by: [EMPTIED_QUEUE, CHAOS],
    why: 'A replica that lags behind has lost some jobs; here all of them are lost.',
  },
  {
    number: '28',
    what: 'A worker reaches Postgres, and not Redis',
    part: 'worker-status',
    must: 'Others do its jobs, it works directly, and nothing is applied twice',
    by: [
      [
        'apps/worker-status/src/partitions.int.test.ts',
        'a worker for which Redis %s works while another one gets jobs, and each callback is applied once',
      ],
    ],
  },
  {
    number: '29',
    what: 'A worker reaches Redis, and not Postgres',
    part: 'worker-status',
    must: 'Its jobs are retried, and no row is charged',
    by: [
      [
        'apps/worker-status/src/partitions.int.test.ts',
        'a worker that gets jobs and does not reach Postgres charges no row, and all are applied by the other or later',
      ],
      [
        'apps/worker-status/src/held-rows.int.test.ts',
        'a job that was given up for a reason of the database charges no row',
      ],
    ],
  },
  {
    number: '30',
    what: 'Killed within a transaction',
    part: 'worker-status',
    must: 'Rolled back, delivered again, applied once',
    by: [CHAOS, WITHOUT_STATE_CHECK],
  },
  {
    number: '31',
    what: 'A job kills its worker again and again',
    part: 'worker-status',
    must: 'Each row is tried alone; only the one that kills ends as a dead letter',
    by: [
      GIVEN_UP_JOB,
      REJECTED_ROW,
      [
        'packages/db/src/inbox/due-callback-jobs.test.ts',
        'a row that failed before goes alone, so that it fails no other',
      ],
    ],
    why: 'BullMQ gives up a job after two deaths, 30 s each: the tests begin where it has.',
  },
  {
    number: '32',
    what: 'Stopped for a minute, then continued',
    part: 'worker-status',
    must: 'What it still had to do was done by others, and it does nothing twice',
    by: [CHAOS, WITHOUT_STATE_CHECK],
  },
  {
    number: '33',
    what: 'The connection that waits for jobs is dead, and looks alive',
    part: 'workers',
    must: 'The canary notices it, and the process ends to be started again',
    by: [
      [
        'test/integration/stuck-worker.int.test.ts',
        'a worker that no job reaches any more, although its queue answers, ends to be started again, and says why',
      ],
      [
        'packages/queues/src/queues.int.test.ts',
        'a canary proves that jobs would reach the worker, also when there are none',
      ],
    ],
  },
  {
    number: '34',
    what: 'A callback that cannot be applied',
    part: 'worker-status',
    must: 'It alone ends as a dead letter, the rest of its batch is applied',
    by: [
      REJECTED_ROW,
      [
        'apps/worker-status/src/dead-letters.int.test.ts',
        'an unreadable payload (%s) ends as a dead letter, and the rest of its batch completes',
      ],
    ],
    why: 'A callback that exhausts memory is the row before: its worker dies.',
  },
  {
    number: '35',
    what: 'The relay is gone',
    part: 'worker-reconcile',
    must: 'Jobs go on; a lost one waits for the next relay, and nothing is lost',
    by: [CHAOS, ABLATIONS],
  },
  {
    number: '36',
    what: 'Two relays at once',
    part: 'worker-reconcile',
    must: 'Each row is claimed by one of them',
    by: [RACING_RELAYS],
  },
  {
    number: '37',
    what: 'Callbacks arrive reversed, mixed, doubled or late',
    part: 'fold',
    must: 'The call is the same as in order',
    by: [
      FOLD_ORDER,
      [FOLD, 'copies of a fact that arrived at other times give the same bytes in every order'],
      APPLY_ORDER,
    ],
  },
  {
    number: '38',
    what: 'The callback of the end is lost',
    part: 'worker-reconcile',
    must: 'The hot tier asks Twilio and ends the call',
    by: [
      [
        'apps/worker-reconcile/src/hot/check-live-calls.int.test.ts',
        'is asked about when it can no longer be ringing, once, and its gap says what was missing and what healed it',
      ],
      [
        'test/e2e/reconcile.test.ts',
        'the end of a known call is known within minutes although its callback never came',
      ],
    ],
  },
  {
    number: '39',
    what: 'Every callback of many calls is lost',
    part: 'worker-reconcile',
    must: 'The scan imports each call as Twilio has it',
    by: [
      [
        'apps/worker-reconcile/src/cold/run-syncs.int.test.ts',
        'imports every unknown call, as Twilio has it, and records that the callback of its end is missing',
      ],
      SCAN,
    ],
  },
  {
    number: '40',
    what: 'Facts that contradict each other',
    part: 'fold',
    must: 'REST before callbacks, an end before what is short of one, and no order changes that',
    by: [
      [FOLD, 'no fact short of an end moves a call that has ended'],
      [FOLD, 'an end that REST reports is not moved by any callback'],
      [FOLD, 'of two contradicting ends the one that Twilio dates later counts, not the one with the higher number'],
    ],
  },
];
