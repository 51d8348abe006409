import type { Row } from './row.ts';
import { DEAD_DIALER, GIVEN_UP_JOB, NEVER_REPEATED, REJECTED_ROW } from './shared-tests.ts';

const AUTHENTICATE = 'apps/api/src/identity/authenticate.int.test.ts';
const CAPS = 'apps/api/src/dialing/dial-caps.int.test.ts';
const DIALER_CAPS = 'apps/worker-dialer/src/dial-caps.int.test.ts';
const WATCH_AUDIT = 'apps/worker-recording/src/audit/watch-audit.int.test.ts';
const ERASE = 'test/integration/erase-command.int.test.ts';

/** Threats to ways in, to people, to money, and to what is kept about both. */
export const THREATS_TO_PEOPLE: readonly Row[] = [
  {
    number: 'T20',
    what: 'The queue or its board shows personal data',
    part: 'queue',
    must: 'Jobs carry ids; the board is for the superadmin',
    by: [
      [
        'test/integration/ingest-processes.int.test.ts',
        'Redis holds the ids of callbacks, and nothing of what they say',
      ],
      ['apps/api/src/identity/local-operator.int.test.ts', '%s asks for the password unless the request is local'],
    ],
    why: '`npm run canary` plants values in every flow and looks for them in both queues and on the board.',
  },
  {
    number: 'T21',
    what: 'Another site makes a browser change something',
    part: 'api, board',
    must: 'A cookie alone changes nothing, and no foreign origin does',
    by: [
      [
        AUTHENTICATE,
        'a change by cookie alone is refused, unless it comes from a page of this site or with a header that no form sends',
      ],
      [
        'apps/api/src/identity/login-link.int.test.ts',
        'a link opens a page with a button, and only the button logs in, once',
      ],
    ],
  },
  {
    number: 'T22',
    what: 'A stolen or guessed credential',
    part: 'sessions, keys',
    must: 'Guesses are limited, revocation ends requests and streams at once',
    by: [
      [AUTHENTICATE, 'a key is refused with the next request once %s'],
      ['apps/api/src/stream/event-scope.int.test.ts', 'the stream of a revoked key ends, and a new one is refused'],
      [
        'apps/api/src/identity/operator-login.int.test.ts',
        'after ten wrong passwords even the right one is a 429 with Retry-After, at each place that asks for it',
      ],
      [
        'apps/api/src/identity/login-limit.test.ts',
        'failures of one client refuse no other client, and failures of one name no other name',
      ],
    ],
  },
  {
    number: 'T23',
    what: 'A crafted token',
    part: 'tokens',
    must: 'Only the provider’s key, algorithm, audience and type are accepted',
    by: [
      ['apps/api/src/identity/token-reader.test.ts', 'a token with %s is not valid'],
      ['apps/api/src/identity/token-reader.test.ts', 'a token with another, no, or an altered signature is not valid'],
      ['apps/api/src/identity/token-reader.test.ts', 'a token cannot bring its own key'],
      ['apps/api/src/identity/token-reader.test.ts', 'the public key is no secret: an HMAC with it is not valid'],
    ],
  },
  {
    number: 'T24',
    what: 'A revoked role goes on',
    part: 'roles',
    must: 'The next request and the open stream have the new role',
    by: [
      [
        AUTHENTICATE,
        'a demoted user has the lesser role in the next request, and the old credential is no longer valid',
      ],
      ['apps/api/src/stream/event-scope.int.test.ts', 'the stream of a user with %s ends'],
    ],
  },
  {
    number: 'T25',
    what: 'A recording without consent, or a pause without effect',
    part: 'recordings',
    must: 'Consent comes first; a pause that does not work says STILL RECORDING',
    by: [
      [
        'apps/ingest/src/consent.int.test.ts',
        'a person is asked in their language before anything else, consents aloud, and goes on to the dialogue',
      ],
      [
        'test/e2e/live-calls.test.ts',
        'a pause that Twilio ignores answers STILL RECORDING within three seconds, emits an event, and is retried until it works',
      ],
    ],
  },
  {
    number: 'T26',
    what: 'A person is called twice, late, or after a cancellation',
    part: 'people',
    must: 'At most one request per call; what is late expires; a cancellation wins',
    by: [
      NEVER_REPEATED,
      DEAD_DIALER,
      ['apps/worker-dialer/src/dial.int.test.ts', 'an intent that was canceled, or is not due yet, is not dialled'],
      [
        'apps/worker-dialer/src/control/run-schedule.int.test.ts',
        'a call that could not be started for five minutes expires instead of ringing late',
      ],
    ],
  },
  {
    number: 'T27',
    what: 'A siren that reaches no person',
    part: 'people',
    must: 'Repeated until it is acknowledged, by webhook too',
    by: [
      [
        'apps/worker-notify/src/alert-sirens.int.test.ts',
        'a siren that is not acknowledged is alerted again every half minute, and not before',
      ],
      ['test/e2e/sirens.test.ts', 'an unacknowledged siren is sent again, by one of two copies of the worker'],
    ],
    why: 'That the console shows a lost feed is tested in a browser, by npm run test:browser.',
  },
  {
    number: 'T28',
    what: 'Calls that cost money on purpose',
    part: 'money',
    must: 'Countries, number types and caps are checked before every dial, and said',
    by: [
      ['test/unit/dialing-paths.test.ts', 'no way to dial goes past the rule: %s'],
      ['packages/telephony/src/dialing/number-rule.test.ts', 'no number of type %s is called, in no country'],
      [CAPS, 'of many requests at once no more than the cap are admitted'],
      [CAPS, 'the refusal names the cap, its setting and the time to wait, and is in the audit'],
      [
        DIALER_CAPS,
        'calls over a cap wait and say why, however many dialers run at once, and are placed once there is room',
      ],
      [DIALER_CAPS, 'four fifths of a cap are reported before it is reached'],
      [
        'apps/worker-transcription/src/work-on-answer.int.test.ts',
        'the day’s budget is never exceeded, by any number of calls at once, and nothing is charged or lost',
      ],
    ],
  },
  {
    number: 'T29',
    what: 'Speech that instructs the model',
    part: 'scores',
    must: 'Neither a score changes nor the prompt leaks',
    by: [
      [
        'apps/worker-transcription/src/work-on-answer.int.test.ts',
        '%s changes a score or leaks the prompt, though the model obeys whatever reaches it',
      ],
      [
        'apps/worker-transcription/src/work-on-answer.int.test.ts',
        'the model of this test does obey and leak when an injection reaches it',
      ],
    ],
  },
  {
    number: 'T30',
    what: 'A script in a name, a number or a transcript',
    part: 'pages',
    must: 'No answer of ours is run as a page; TwiML stays one document',
    by: [
      ['packages/twilio/src/twiml/twiml.test.ts', 'a name that could break out of the document is escaped'],
      [
        'apps/api/src/open-api/open-api.int.test.ts',
        'is a page that loads nothing from other hosts and contains no inline script',
      ],
      [
        'apps/api/src/identity/login-link.int.test.ts',
        'the page runs no script, loads nothing, cannot be framed, and lets browsers name its origin',
      ],
      [
        'apps/api/src/http/hostile-text.int.test.ts',
        'a script in names, numbers and payloads is text in the answer of %s, which no browser runs',
      ],
    ],
    why: 'That the console shows these texts as text is tested in a browser, by npm run test:browser.',
  },
  {
    number: 'T31',
    what: 'Personal data or forged lines in the log',
    part: 'logs',
    must: 'Known fields only, without numbers and secrets, one JSON line per entry',
    by: [
      ['packages/service/src/logger.test.ts', 'an unknown field is not written, whatever its value'],
      ['packages/service/src/logger.test.ts', '%s is removed from messages, sentences and errors'],
      ['packages/service/src/logger.test.ts', 'a phone number is not written in the field of an id either'],
    ],
    why: '`npm run canary` looks for planted values in the log of every app.',
  },
  {
    number: 'T32',
    what: 'The audit is changed, reordered or cut',
    part: 'audit',
    must: 'Named by its line within the hour',
    by: [
      ['packages/telephony/src/audit/verify-chain.test.ts', 'an edited line is named at any place'],
      ['packages/telephony/src/audit/verify-chain.test.ts', 'inserted and swapped lines are named'],
      [WATCH_AUDIT, 'the store alone reveals a cut tail whose anchors were deleted from the table'],
      [WATCH_AUDIT, 'a chain that was sealed again from some line on differs from its anchors'],
      ['test/integration/identity-commands.int.test.ts', 'neither its owner nor the API can change the audit'],
    ],
  },
  {
    number: 'T33',
    what: 'An erasure that leaves something',
    part: 'personal data',
    must: 'Nothing is found in any table or file, and nothing comes back',
    by: [
      [ERASE, 'an erased person is found in no table and no file; counts are as before, others are untouched'],
      [ERASE, 'late callbacks, copies, scans and recordings bring nothing of an erased person back'],
      [
        'test/integration/backup-erasures.int.test.ts',
        'a person who was erased after the backup stays erased, in rows, spool and objects',
      ],
    ],
  },
  {
    number: 'T34',
    what: 'Secrets in answers, errors and logs',
    part: 'secrets',
    must: 'None is shown',
    by: [
      ['apps/api/src/interviews/interviews.int.test.ts', 'the configuration is shown without secrets'],
      ['packages/service/src/logger.test.ts', '%s is removed from messages, sentences and errors'],
      ['apps/api/src/identity/users.int.test.ts', 'it contains no name, number or secret'],
    ],
    why: 'There is no support bundle and no crash dump: a crash is a line of the same logger.',
  },
  {
    number: 'T35',
    what: 'A dependency that was replaced, or runs a script',
    part: 'supply chain',
    must: 'Packages are pinned by checksum; their scripts run only where listed',
    by: [
      [
        'test/unit/dockerfile.test.ts',
        'the services have the generated database client and no development dependencies',
      ],
      [
        'test/unit/image-packages.test.ts',
        'the image of the services has no tool: no Prisma command line, compiler, Node or PostgreSQL',
      ],
      [
        'test/unit/supply-chain.test.ts',
        'every package of others has a version and a checksum, and comes from the registry',
      ],
      [
        'test/unit/supply-chain.test.ts',
        'a package that runs a script when it is installed is listed, and only the database may',
      ],
      ['test/unit/supply-chain.test.ts', 'the images install by the lockfile, without scripts'],
    ],
  },
  {
    number: 'T36',
    what: 'A message that crashes its worker',
    part: 'availability',
    must: 'Other calls go on; it ends as a dead letter',
    by: [REJECTED_ROW, GIVEN_UP_JOB],
  },
  {
    number: 'T37',
    what: 'Fields that are not in the schema, or reach the prototype',
    part: 'api',
    must: 'Refused by strict schemas; names of the prototype are names like others',
    by: [
      ['apps/api/src/http/serve-route.int.test.ts', 'a role with the permission learns what is wrong with its body'],
      [
        'apps/ingest/src/spool/open-spool.test.ts',
        'files of this and the last version are stored, and each odd one is set aside without harm to others',
      ],
    ],
  },
  {
    number: 'T38',
    what: 'A stolen backup',
    part: 'backups',
    must: 'Nothing can be read without the key',
    by: [
      [
        'test/integration/backup-faults.int.test.ts',
        'a stolen backup shows nothing without the key; without and with another one a restore is refused',
      ],
      ['apps/cli/src/backup/files/cipher.test.ts', 'each file of each backup has a key of its own'],
    ],
  },
];
