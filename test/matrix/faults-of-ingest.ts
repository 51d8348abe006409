import type { Row } from './row.ts';
import { ABLATIONS, ACKED_BUT_ABSENT, CHAOS, SCAN, SPOOL_FULL } from './shared-tests.ts';

const SPOOL = 'apps/ingest/src/spool/open-spool.test.ts';

/** Faults of ingest, of its spool, and of Postgres. */
export const FAULTS_OF_INGEST: readonly Row[] = [
  {
    number: '1',
    what: 'Killed before the insert',
    part: 'ingest',
    must: 'Nothing was acknowledged; Twilio’s next attempt is stored once',
    by: [
      [
        'test/integration/ingest-processes.int.test.ts',
        'ingest that is killed %s has not acknowledged a callback, and the next attempt is one row, applied once',
      ],
      CHAOS,
    ],
  },
  {
    number: '2',
    what: 'Killed after the commit, before the answer',
    part: 'ingest',
    must: 'The next attempt is known as a copy, and the callback is applied once',
    by: [
      [
        'test/integration/ingest-processes.int.test.ts',
        'ingest that is killed %s has not acknowledged a callback, and the next attempt is one row, applied once',
      ],
      CHAOS,
    ],
  },
  {
    number: '3',
    what: 'Killed after the answer, before the job is added',
    part: 'ingest',
    must: 'The relay enqueues the row',
    by: [
      [
        'test/integration/ingest-processes.int.test.ts',
        'ingest that is killed after its answer leaves a row without a job, which the relay enqueues',
      ],
      CHAOS,
      ABLATIONS,
    ],
  },
  {
    number: '4',
    what: 'SIGTERM under load, one copy after the other',
    part: 'ingest, two copies',
    must: 'No answer but 2xx, nothing lost, a clean exit',
    by: [
      [
        'test/integration/ingest-processes.int.test.ts',
        'copies that end one after the other under load finish what they have begun: no answer but 2xx, nothing is lost',
      ],
    ],
  },
  {
    number: '5',
    what: 'Killed while it writes a spool file',
    part: 'ingest',
    must: 'Half a file is ignored; what was acknowledged is stored by the next process',
    by: [[SPOOL, 'a process that was killed leaves whole files, which the next one stores'], CHAOS, ABLATIONS],
  },
  {
    number: '6',
    what: 'Killed while it drains the spool',
    part: 'ingest',
    must: 'Drained again; a file is removed only after the commit, and each callback is one row',
    by: [CHAOS],
  },
  {
    number: '7',
    what: 'The event loop stands still for 10 s',
    part: 'ingest',
    must: 'Its health check fails, the other copies answer',
    by: [
      [
        'test/integration/ingest-processes.int.test.ts',
        'a copy that stands still fails its health check, the other one takes its callbacks, and each is one row',
      ],
    ],
    why: 'That a failed health check starts the process again is the container engine’s.',
  },
  {
    number: '8',
    what: 'Ten times the usual load at once',
    part: 'ingest',
    must: 'All acknowledged or refused at once, nothing lost',
    by: [
      [
        'apps/ingest/src/hostile-clients.int.test.ts',
        'of two thousand callbacks at once each is acknowledged and one row',
      ],
      ['apps/ingest/src/group-commit.test.ts', 'too many waiting callbacks are refused at once'],
    ],
    why: 'Rates and latencies are figures of `npm run bench:ingest`: tests assert no times.',
  },
  {
    number: '9',
    what: 'The same callback many times at once',
    part: 'ingest',
    must: 'One row that counts its copies, every copy acknowledged',
    by: [
      [
        'packages/db/src/inbox/store-callbacks.int.test.ts',
        'eight writers with overlapping batches in any order store each callback once and count every copy',
      ],
      [
        'apps/ingest/src/group-commit.test.ts',
        'a single callback is flushed at once, and those that come meanwhile share the next statement',
      ],
      [
        'apps/ingest/src/hostile-clients.int.test.ts',
        'a callback that arrives a hundred times at once, each with another idempotency token, is one row and one job',
      ],
    ],
  },
  {
    number: '10',
    what: 'Postgres crashes and recovers',
    part: 'all',
    must: 'Callbacks are acknowledged from disk; applying continues by itself',
    by: [CHAOS],
  },
  {
    number: '11',
    what: 'Postgres is unavailable for hours',
    part: 'ingest',
    must: 'The spool grows, and is stored in order afterwards, many callbacks to a statement',
    by: [
      [SPOOL, 'what is kept is stored in the order of its arrival once Postgres is back, and the outage ends'],
      ['apps/ingest/src/spool/open-spool.test.ts', 'what a long outage left is stored in full batches'],
    ],
    why: 'Hours are not waited for; the rate is a measured figure of decision 0039.',
  },
  {
    number: '12',
    what: 'A failover of Postgres loses the last commits',
    part: 'all',
    must: 'Reconciliation reports the acknowledged callback that is gone, and recovers what it said',
    by: [ACKED_BUT_ABSENT, SCAN],
    why: 'The rows are deleted by hand: a standby that lags behind would lose the same rows.',
  },
  {
    number: '13',
    what: 'The connection is cut within a commit',
    part: 'ingest, workers',
    must: 'Whether it was committed or not, the work is repeated and has one effect',
    by: [
      [
        'apps/ingest/src/postgres-faults.int.test.ts',
        'a connection that is %s Postgres got a commit leaves one row of the callback, which is acknowledged',
      ],
      [
        'apps/worker-status/src/broken-transactions.int.test.ts',
        'a connection that is cut %s Postgres got the commit of a batch: it is applied once',
      ],
    ],
  },
  {
    number: '14',
    what: 'Postgres says nothing, and its connections stay open',
    part: 'ingest',
    must: 'Given up within a second, kept on disk, and connected anew',
    by: [
      [
        'apps/ingest/src/postgres-faults.int.test.ts',
        'while Postgres %s (%s) every callback is acknowledged from disk, and is one row afterwards',
      ],
      CHAOS,
      ABLATIONS,
    ],
  },
  {
    number: '15',
    what: 'Postgres is slow',
    part: 'ingest',
    must: 'Acknowledged from disk; later callbacks wait for no time limit',
    by: [
      [
        'apps/ingest/src/postgres-faults.int.test.ts',
        'while Postgres %s (%s) every callback is acknowledged from disk, and is one row afterwards',
      ],
      ABLATIONS,
      [
        'apps/worker-status/src/slow-postgres.int.test.ts',
        'while Postgres is too slow for all, no row is charged; a row is where others are applied',
      ],
    ],
  },
  {
    number: '16',
    what: 'The API takes all connections of Postgres',
    part: 'ingest',
    must: 'Ingest has connections of its own, and goes on',
    by: [
      [
        'test/integration/connection-slots.int.test.ts',
        'with all other slots taken ingest commits, and the API answers 503 with the remedy',
      ],
      [
        'test/integration/connection-slots.int.test.ts',
        'the API has a limit of its own, within which it takes no slot that the workers need',
      ],
    ],
  },
  {
    number: '17',
    what: 'A migration locks the inbox',
    part: 'ingest',
    must: 'Acknowledged from disk and stored afterwards; the migration gives up rather than wait',
    by: [
      [
        'apps/ingest/src/postgres-faults.int.test.ts',
        'while Postgres %s (%s) every callback is acknowledged from disk, and is one row afterwards',
      ],
      ['test/integration/migrations.int.test.ts', 'a deployment that %s is continued by the next one'],
    ],
  },
  {
    number: '18',
    what: 'A deadlock with another session',
    part: 'worker-status',
    must: 'Repeated without half a state, and no row is charged',
    by: [
      [
        'apps/worker-status/src/broken-transactions.int.test.ts',
        'a batch that Postgres ends because of a deadlock leaves nothing behind, is charged nothing, and is applied when it comes again',
      ],
    ],
  },
  {
    number: '19',
    what: 'The disk of Postgres is full, or it is read-only',
    part: 'all',
    must: 'Acknowledged from disk, and back to normal without a restart',
    by: [
      ['test/integration/postgres-outage.int.test.ts', 'a full disk of Postgres costs no callback and charges none'],
      [
        'test/integration/postgres-outage.int.test.ts',
        'a read-only Postgres costs no callback, charges none, and every worker says so',
      ],
      CHAOS,
    ],
    why: 'Only root may mount the small disk that the first of them fills.',
  },
  {
    number: '20',
    what: 'The disk of the spool is full',
    part: 'ingest',
    must: 'Refused before the acknowledgement; callers are kept in the reserve; no half file',
    by: [SPOOL_FULL, CHAOS],
    why: 'Only root may mount the small disk that both need.',
  },
  {
    number: '21',
    what: 'Postgres and the spool are unavailable at once',
    part: 'ingest',
    must: 'Reports get 503, callers get TwiML; reconciliation finds the rest',
    by: [
      [
        'apps/ingest/src/postgres-faults.int.test.ts',
        'without Postgres and without a spool reports are refused and callers are connected, and both are taken afterwards',
      ],
      SCAN,
    ],
  },
];
