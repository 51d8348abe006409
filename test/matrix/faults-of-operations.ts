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
    by: [[STREAM, 'a client resumes at another process that has read less than the one it left']],
    why: 'Not tested yet.',
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
    must: 'Known keys stay valid; ingest does not need it',
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
    by: [],
    why: 'Not tested yet.',
  },
  {
    number: '60',
    what: 'Postgres is restored to an earlier moment',
    part: 'all',
    must: 'The queue is emptied, ids do not repeat, reconciliation brings the rest, no drift',
    by: [
      [
        'apps/api/src/stream/event-hub.int.test.ts',
        'after a restore, when numbers are given again, clients are reset and receive the next events',
      ],
    ],
    why: 'Not tested yet.',
  },
  {
    number: '61',
    what: 'An audit entry cannot be written',
    part: 'api',
    must: 'The change is not made, and the answer is an error',
    by: [],
    why: 'Not tested yet.',
  },
  {
    number: '62',
    what: 'Nothing reads the log',
    part: 'all',
    must: 'Requests are answered as always, and the process ends cleanly',
    by: [],
    why: 'Not tested yet.',
  },
  {
    number: '63',
    what: 'A name does not resolve: Postgres, Redis, Twilio',
    part: 'all',
    must: 'Bounded retries; ingest keeps callbacks on disk',
    by: [],
    why: 'Not tested yet.',
  },
  {
    number: '64',
    what: 'A load balancer uses a connection that is closing',
    part: 'ingest',
    must: 'Idle connections of Twilio’s requests stay open longer than a load balancer’s',
    by: [],
    why: 'Not tested yet.',
  },
  {
    number: '65',
    what: 'Memory runs out',
    part: 'all',
    must: 'Each process has a limit of its own, so that none takes ingest’s',
    by: [
      [
        'test/unit/docker-compose.test.ts',
        'every service has a limit of memory, no capability, and no way to new privileges',
      ],
      ['apps/local/src/apps/plan-apps.test.ts', 'npm start gives %s the memory flags of its container'],
    ],
    why: 'The memory of a machine that runs other tests cannot be used up on purpose.',
  },
];
