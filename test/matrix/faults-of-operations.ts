import type { Row } from './row.ts';

const STREAM = 'apps/api/src/stream/event-stream.int.test.ts';

/** Faults of the API, of deployments, and of machines. */
export const FAULTS_OF_OPERATIONS: readonly Row[] = [
  {
    number: '55',
    what: 'A stream client is slow, leaves, or comes back with an old id',
    part: 'api',
    must: 'Bounded memory, no gap, and a reset where its id has expired',
    by: [
      [STREAM, 'a client that does not read is disconnected, the others receive everything, and it can resume'],
      [
        STREAM,
        'a resuming client receives what it missed, over many pages and while more is written, once and in order',
      ],
      [STREAM, 'an expired id is answered by stream.reset; the first one that is stored is not'],
    ],
  },
  {
    number: '56',
    what: 'Killed with stream clients',
    part: 'api',
    must: 'All resume, and end with what the database has',
    by: [
      [
        'apps/api/src/stream/killed.int.test.ts',
        'clients of an API that is killed resume, and each has every event once and in order',
      ],
    ],
    why: 'Ten clients: hundreds are `npm run chaos:stream`.',
  },
  {
    number: '57',
    what: 'The connection that listens to Postgres is lost',
    part: 'api',
    must: 'Events are sent all the same',
    by: [[STREAM, 'events are sent although the listening connection was lost']],
  },
  {
    number: '58',
    what: 'The identity provider is unavailable',
    part: 'api',
    must: 'Known keys stay valid; without any the answer is 503, not 401',
    by: [
      [
        'apps/api/src/identity/token-reader.test.ts',
        'known keys stay valid while the provider is unavailable; without known keys the answer is 503, not 401',
      ],
    ],
  },
  {
    number: '59',
    what: 'A migration while processes of the last release run',
    part: 'all',
    must: 'Both versions work on the new schema',
    by: [
      ['test/e2e/upgrade.test.ts', 'callbacks are acknowledged and applied before, during and after the migration'],
      ['test/e2e/upgrade.test.ts', 'both versions work on the same rows'],
      [
        'test/integration/migrations.int.test.ts',
        'where a migration and a session wait for each other, the session gives up, and the migration is applied',
      ],
      ['test/e2e/upgrade.test.ts', 'no process met a table, column, function or right that it does not know'],
      [
        'test/integration/compatible-schema.int.test.ts',
        'processes of the last release run on the schema of this version',
      ],
    ],
  },
  {
    number: '60',
    what: 'Postgres is restored to an earlier moment',
    part: 'all',
    must: 'All tables are of one moment, work goes on without drift, and nothing is dialled or shown again',
    by: [
      [
        'test/integration/backup-drill.int.test.ts',
        'a backup of a busy system is one moment; restored, it has every recording, no drift, and its work goes on',
      ],
      [
        'test/integration/backup-drill.int.test.ts',
        'without --exact queued calls are canceled, logins end, and the stream begins far behind its numbers',
      ],
      [
        'test/integration/backup-erasures.int.test.ts',
        'a database that was recovered to an earlier moment erases again, and cancels what may have happened since',
      ],
      [
        'apps/api/src/stream/event-hub.int.test.ts',
        'after a restore, when numbers are given again, clients are reset and receive the next events',
      ],
    ],
  },
  {
    number: '61',
    what: 'An audit entry cannot be written',
    part: 'api',
    must: 'The change is not made, and the answer is an error',
    by: [
      [
        'apps/api/src/http/audit-failure.int.test.ts',
        'a change of %s whose audit entry cannot be written is not made, and is made once it can',
      ],
    ],
  },
  {
    number: '62',
    what: 'Nothing reads the log',
    part: 'all',
    must: 'Requests are answered as always, and the process ends cleanly',
    by: [
      [
        'test/integration/blocked-log.int.test.ts',
        'ingest whose log nothing reads answers every callback, and ends cleanly',
      ],
    ],
  },
  {
    number: '63',
    what: 'A name does not resolve: Postgres, Redis, Twilio',
    part: 'all',
    must: 'Bounded retries; ingest keeps callbacks on disk',
    by: [
      [
        'test/integration/unreachable-names.int.test.ts',
        'ingest whose names of Postgres and Redis do not resolve keeps callbacks on disk, and stores them once they do',
      ],
      [
        'test/integration/unreachable-names.int.test.ts',
        'worker-status whose name of Redis does not resolve applies callbacks from Postgres',
      ],
      [
        'packages/twilio/src/rest/submissions.int.test.ts',
        'a host whose name does not resolve is asked a few times, and nothing is unknown',
      ],
    ],
  },
  {
    number: '64',
    what: 'A load balancer uses a connection that is closing',
    part: 'ingest',
    must: 'Idle connections of Twilio’s requests stay open longer than a load balancer’s',
    by: [
      [
        'apps/ingest/src/hostile-clients.int.test.ts',
        'an idle connection of signed requests stays open for a load balancer, another one is closed after seconds',
      ],
      [
        'test/integration/ingest-processes.int.test.ts',
        'copies that end one after the other under load finish what they have begun: no answer but 2xx, nothing is lost',
      ],
    ],
  },
  {
    number: '65',
    what: 'Memory runs out',
    part: 'all',
    must: 'Each process has a limit of its own, so that none takes ingest’s',
    by: [
      [
        'test/unit/docker-compose.test.ts',
        'every service has a limit of memory, no capability but the one that Caddy needs, and no way to new privileges',
      ],
      ['apps/local/src/apps/plan-apps.test.ts', 'npm start gives %s the memory flags of its container'],
    ],
    why: 'The memory of a machine that runs other tests cannot be used up on purpose.',
  },
  {
    number: '66',
    what: 'Killed while a number is connected',
    part: 'worker-reconcile',
    must: 'The number is connected by the next process, and what it had before is still known',
    by: [
      [
        'apps/worker-reconcile/src/connections/connect-on-request.int.test.ts',
        'a connect whose worker died after Twilio was asked is finished, and what was before is still known',
      ],
      [
        'apps/worker-reconcile/src/connections/connect-on-request.int.test.ts',
        'what another hand has changed since is left, and named',
      ],
    ],
  },
  {
    number: '67',
    what: 'A number, URL, token or clock is misconfigured',
    part: 'worker-reconcile, api',
    must: 'It is found and named with what to do, and nothing that is right is called wrong',
    by: [
      ['packages/twilio/src/doctor/examine-twilio.int.test.ts', '$kind is found, and nothing else ($what)'],
      ['packages/twilio/src/doctor/examine-twilio.int.test.ts', 'nothing is found wrong with $what'],
      ['apps/worker-reconcile/src/doctor/examine-on-request.int.test.ts', 'an answer %i of the public URL is %s'],
    ],
  },
  {
    number: '68',
    what: 'A setting is missing or wrong',
    part: 'all',
    must: 'Every mistake is reported at once, no app is restarted in a loop, and nothing is left running',
    by: [
      ['packages/service/src/env.test.ts', 'every mistake of %j is reported at once, with the variable first'],
      [
        'test/e2e/npm-start.test.ts',
        'a mistake that only one app can find ends the start as well, and nothing is left running',
      ],
    ],
  },
];
