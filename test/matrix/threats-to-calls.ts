import type { Row } from './row.ts';
import { APPLY_ORDER } from './shared-tests.ts';

const INGEST = 'apps/ingest/src/ingest.int.test.ts';
const SIGNATURE = 'packages/twilio/src/signature.test.ts';
const FETCH = 'apps/worker-recording/src/fetch-recording.int.test.ts';
const POLICIES = 'test/integration/policies.int.test.ts';
const PROOF = 'test/integration/policy-proof.int.test.ts';

/** Threats to callbacks, to media, and to the rows of others. */
export const THREATS_TO_CALLS: readonly Row[] = [
  {
    number: 'T1',
    what: 'A forged callback',
    part: 'calls',
    must: 'No request without a valid signature is acknowledged',
    by: [
      [SIGNATURE, 'our verdict equals that of twilio’s validateRequest, for genuine and altered requests'],
      [SIGNATURE, 'published vector $name'],
      ['test/e2e/calls.test.ts', 'no forged callback is acknowledged, and reordered ones are marked late'],
    ],
  },
  {
    number: 'T2',
    what: 'A captured request is sent again',
    part: 'calls',
    must: 'It is counted as a copy; no call changes',
    by: [
      ['packages/db/src/inbox/store-callbacks.int.test.ts', 'a callback is stored once and its copies are counted'],
      [INGEST, 'a captured request with repeated parameters makes no further row'],
      APPLY_ORDER,
    ],
  },
  {
    number: 'T3',
    what: 'A request rewritten so that its signature still holds',
    part: 'calls',
    must: 'No value is read that the original did not have',
    by: [
      [
        'packages/telephony/src/callbacks/callback-shape.test.ts',
        'of a request rewritten under the same signature only values of the original are read',
      ],
      [INGEST, 'a captured request with repeated parameters makes no further row'],
    ],
  },
  {
    number: 'T4',
    what: 'A changed idempotency header',
    part: 'calls',
    must: 'The header is evidence, never a key',
    by: [
      [
        'apps/ingest/src/hostile-clients.int.test.ts',
        'a callback that arrives a hundred times at once, each with another idempotency token, is one row and one job',
      ],
    ],
  },
  {
    number: 'T5',
    what: 'Headers that claim another host or address',
    part: 'ingest, api',
    must: 'They change neither a verdict nor whose limit counts',
    by: [
      [INGEST, 'headers that claim another host, address or target change no verdict'],
      [
        'apps/api/src/http/limit-requests.int.test.ts',
        'behind a trusted proxy each client has its own limit, and addresses that it puts before that of the proxy do not count',
      ],
      [
        'apps/api/src/http/limit-requests.int.test.ts',
        'where no proxy is trusted, a header with another address is no other sender',
      ],
      [
        'apps/api/src/identity/operator-login.int.test.ts',
        'where no proxy is trusted, a header with another address is no other client',
      ],
    ],
  },
  {
    number: 'T6',
    what: 'Slow, idle and huge requests',
    part: 'ingest',
    must: 'They are cut, and hold no place that a signed request needs',
    by: [
      [
        'apps/ingest/src/hostile-clients.int.test.ts',
        'slow heads, slow bodies and silent connections are cut, and signed requests are answered meanwhile',
      ],
      ['apps/ingest/src/ingest.int.test.ts', 'a body that is %s is refused with %i and not stored'],
      ['packages/service/src/http/strangers.test.ts', 'one unproven peer too many closes the oldest of them'],
      [
        'packages/service/src/http/strangers.test.ts',
        'a connection that was vouched for is never closed, and counts no longer',
      ],
    ],
    why: '450 slow connections: thousands with measured latencies are `npm run bench:connections`.',
  },
  {
    number: 'T7',
    what: 'Redis is unavailable',
    part: 'ingest',
    must: 'No request depends on it',
    by: [['test/integration/ingest-processes.int.test.ts', 'while Redis %s every callback is stored and acknowledged']],
  },
  {
    number: 'T8',
    what: 'A recording’s URL leads into our network',
    part: 'network',
    must: 'URLs are built from ids; private addresses are refused when connecting',
    by: [
      [FETCH, 'an announced URL of another host is not requested; the SID determines where the media is'],
      [FETCH, 'a URL of your own storage that leads into a private network is refused when connecting'],
      ['apps/worker-notify/src/deliver.int.test.ts', 'that redirects is not followed'],
      ['packages/service/src/http/public-address.test.ts', '%s is public'],
    ],
  },
  {
    number: 'T9',
    what: 'Credentials follow a redirect',
    part: 'Twilio’s credentials',
    must: 'They are sent to Twilio’s host alone',
    by: [
      [FETCH, 'a recording that redirects to another host gets neither a request nor credentials there'],
      [
        'packages/twilio/src/rest/submissions.int.test.ts',
        'the credentials are never sent to another host, whatever URL the official client is given',
      ],
    ],
  },
  {
    number: 'T10',
    what: 'Audio that is none, never ends, or is a bomb',
    part: 'workers',
    must: 'Refused by its bytes and its length; the worker goes on',
    by: [
      ['apps/worker-recording/src/media/checked-audio.test.ts', '%s is refused'],
      [FETCH, 'a recording that is never received is failed after eight attempts, with the reason'],
    ],
    why: 'Memory is not measured: bodies are read in blocks and never decoded.',
  },
  {
    number: 'T11',
    what: 'A key of the store that leads elsewhere',
    part: 'object store',
    must: 'Keys are made of checked ids; others are refused',
    by: [
      ['packages/storage/src/storage.int.test.ts', '%j is not a valid key'],
      ['apps/worker-recording/src/media/media-url.test.ts', '%j has no media'],
    ],
  },
  {
    number: 'T12',
    what: 'A signed URL leaks',
    part: 'recordings',
    must: 'Valid for an hour, for one recording, as an attachment, never cached or logged',
    by: [
      ['apps/api/src/recordings/url-signer.test.ts', 'a signed URL is valid for an hour at most, and then expired'],
      ['apps/api/src/recordings/url-signer.test.ts', 'a token that was altered anywhere is unknown'],
      [
        'apps/api/src/recordings/audio.int.test.ts',
        'returns the recording without another credential, never to be cached or interpreted as anything but audio',
      ],
      ['packages/service/src/logger.test.ts', '%s is removed from messages, sentences and errors'],
    ],
  },
  {
    number: 'T13',
    what: 'An object of another actor, by its id',
    part: 'rows',
    must: 'Guards and row policies each refuse it alone',
    by: [
      [
        PROOF,
        'readers and clients get the same answers from guards and row-level security together and from each alone',
      ],
      [PROOF, 'every role reaches exactly the rows of each table that the policy table gives it'],
      [PROOF, 'a policy that opens all rows is noticed, and so is a guard that does'],
    ],
  },
  {
    number: 'T14',
    what: 'A new table without a policy',
    part: 'rows',
    must: 'A test fails',
    by: [
      [POLICIES, 'every table is in the policy table or among the tables that the API does not use'],
      [POLICIES, 'row-level security is on and forced on every table'],
    ],
  },
  {
    number: 'T15',
    what: 'The actor of one transaction is seen by the next',
    part: 'rows',
    must: 'The actor ends with its transaction',
    by: [
      [
        'packages/db/src/connection/prisma-client.int.test.ts',
        'never runs as another actor, however many transactions share few connections',
      ],
      ['packages/db/src/connection/with-actor.int.test.ts', 'cannot read the context of a session of the same login'],
    ],
    why: 'A million transactions are `npm run bench:actors`.',
  },
  {
    number: 'T16',
    what: 'The API connects as a superuser or an owner',
    part: 'rows',
    must: 'It does not start',
    by: [
      ['apps/api/src/main.int.test.ts', 'the API does not start as %s, and says what to do'],
      [
        'packages/db/src/connection/check-login.int.test.ts',
        'may do what the list says, column by column, and nothing else',
      ],
      [
        'packages/db/src/connection/check-login.int.test.ts',
        'fails the start in production, and is warned of elsewhere',
      ],
    ],
  },
  {
    number: 'T17',
    what: 'Answers show that a hidden object exists',
    part: 'rows',
    must: 'Hidden and absent get the same bytes',
    by: [[PROOF, 'a hidden object gets the same answer as an absent one, byte by byte']],
    why: 'Times are not compared: tests assert none.',
  },
  {
    number: 'T18',
    what: 'Fields that a role may not see',
    part: 'rows',
    must: 'Columns are granted by role, and answers keep to their schema',
    by: [
      [POLICIES, 'the database has exactly the policies and privileges that the policy table generates'],
      [
        'apps/api/src/identity/parties.int.test.ts',
        'sees the call of an own order, without its log, its price and Twilio’s URL of its recording',
      ],
      [
        'apps/api/src/stream/stream-contract.int.test.ts',
        'the payload of %s about a %s keeps its contract, field by field',
      ],
    ],
  },
  {
    number: 'T19',
    what: 'The event stream shows rows of others',
    part: 'rows',
    must: 'Each subscriber receives what it may read',
    by: [
      [
        'apps/api/src/stream/event-scope.int.test.ts',
        'clients and readers receive events of own and assigned orders, the staff all; also when resuming',
      ],
      ['apps/api/src/stream/event-scope.int.test.ts', 'the audience contains every actor that may see an event'],
    ],
  },
];
