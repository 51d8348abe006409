import type { Row } from './row.ts';
import { BOUNDED_RETRIES, CHAOS, DEAD_DIALER, NEVER_REPEATED } from './shared-tests.ts';

const BUDGET = 'packages/twilio/src/rest/request-budget.int.test.ts';
const DIAL = 'apps/worker-dialer/src/dial.int.test.ts';
const CONTROL = 'apps/worker-dialer/src/control/control-recording.int.test.ts';
const FETCH = 'apps/worker-recording/src/fetch-recording.int.test.ts';
const STORAGE = 'packages/storage/src/storage.int.test.ts';
const ANSWER = 'apps/worker-transcription/src/work-on-answer.int.test.ts';

/** Faults of Twilio, of the media, of the store, of the models, and of clocks. */
export const FAULTS_OF_OTHERS: readonly Row[] = [
  {
    number: '41',
    what: 'Twilio answers 429 to everything',
    part: 'REST client',
    must: 'Backoff with jitter, never more at once than allowed, no request lost',
    by: [
      BOUNDED_RETRIES,
      [BUDGET, 'never more requests than the cap are in flight, as Twilio counts them'],
      [BUDGET, '429s alone never open the circuit'],
      [
        'packages/twilio/src/rest/retry-delay.test.ts',
        'no request is repeated before Retry-After, nor all at one moment after it',
      ],
    ],
  },
  {
    number: '42',
    what: 'Twilio fails, hangs, or drips its answer',
    part: 'REST client',
    must: 'A deadline per request, a circuit breaker, and no place is held',
    by: [
      [BUDGET, 'an answer that does not end is aborted at the deadline: %s'],
      [BUDGET, 'while Twilio is down only one probe at a time is sent, and its success closes the circuit'],
    ],
  },
  {
    number: '43',
    what: 'The request that places a call gets no answer',
    part: 'worker-dialer',
    must: 'The call is looked for, never placed again',
    by: [
      NEVER_REPEATED,
      [DIAL, 'a callback that carries the intent resolves it, also one that arrives before Twilio’s answer'],
    ],
  },
  {
    number: '44',
    what: 'Killed between the request and saving its Call SID',
    part: 'worker-dialer',
    must: 'The same: at most one call',
    by: [DEAD_DIALER, [DIAL, 'a submission is committed before Twilio gets it']],
  },
  {
    number: '45',
    what: 'A pause succeeds and its answer is lost',
    part: 'worker-dialer',
    must: 'What Twilio shows decides; the request may be repeated',
    by: [
      [CONTROL, 'the command of a dialer that died after its request is observed, not repeated'],
      ['test/e2e/live-calls.test.ts', 'lost answers start no second recording, and no command is lost'],
    ],
  },
  {
    number: '46',
    what: 'Pause, resume and stop in quick succession',
    part: 'worker-dialer',
    must: 'One after the other, and the last one wins',
    by: [
      [
        'test/integration/recording-control.int.test.ts',
        'for any clicks, commands and lost answers: nothing is confirmed that is not true, nothing stopped is resumed, and the recording ends as requested',
      ],
      [CONTROL, 'commands of one call are carried out one after the other, those of another call meanwhile'],
    ],
  },
  {
    number: '47',
    what: 'A command for a call that has ended',
    part: 'worker-dialer',
    must: 'Counts as done, and is recorded as what it was',
    by: [
      ['packages/twilio/src/rest/live-control.int.test.ts', 'ending a call that has ended is no error'],
      [
        'apps/worker-dialer/src/control/drop-call.int.test.ts',
        'a call that had ended by itself does not count as dropped',
      ],
    ],
  },
  {
    number: '48',
    what: 'A recording is 404 at first',
    part: 'worker-recording',
    must: 'Asked for again until it is there',
    by: [
      [FETCH, 'is stored whole once it is available, and nothing of the first attempt is kept'],
      [
        'packages/telephony/src/recordings/custody-step.test.ts',
        'media that is missing is requested at 1, 3, 7, 15 s and later every minute, for ten minutes',
      ],
    ],
  },
  {
    number: '49',
    what: 'A download breaks off or has another length',
    part: 'worker-recording',
    must: 'No half is ever stored; repeated; the checksum is kept',
    by: [
      [FETCH, 'is stored whole once it is available, and nothing of the first attempt is kept'],
      [STORAGE, 'a failed put leaves nothing in the folder'],
      [STORAGE, 'keeps the former object when a put fails'],
    ],
  },
  {
    number: '50',
    what: 'The object store is unavailable or answers with an error',
    part: 'worker-recording',
    must: 'The recording waits and is not charged; nothing is deleted at Twilio that the store does not have',
    by: [
      ['packages/storage/src/storage.int.test.ts', 'an unavailable store rejects within seconds'],
      ['packages/storage/src/store-outage.test.ts', '%s is an outage: %s'],
      [
        'packages/telephony/src/recordings/custody-step.test.ts',
        'while our store stores nothing a recording waits without a limit, is not charged, and is due every half minute',
      ],
      [
        'apps/worker-recording/src/store-outage.int.test.ts',
        'a store that stops taking bytes is reported while it does, and the recording is stored in the end',
      ],
      [
        'apps/worker-recording/src/store-outage.int.test.ts',
        'nothing is deleted at Twilio while the store fails, or where it does not have the recording',
      ],
    ],
  },
  {
    number: '51',
    what: 'The object store says that our clock is wrong',
    part: 'worker-recording',
    must: 'The recording waits, and the reason names the clock',
    by: [
      ['packages/storage/src/storage.int.test.ts', 'does not keep objects from a store that checks it: %i ms'],
      ['packages/storage/src/storage.int.test.ts', 'that the store never accepts is named as the reason'],
    ],
  },
  {
    number: '52',
    what: 'The clock of a machine jumps',
    part: 'all',
    must: 'The clock of Postgres decides what is due; tokens have their tolerance only',
    by: [
      [
        'apps/worker-dialer/src/control/run-schedule.int.test.ts',
        'with a clock that is wrong by %i ms a call starts when Postgres says that it is due, and not before',
      ],
      CHAOS,
      ['apps/api/src/identity/token-reader.test.ts', 'clocks may differ by ten seconds'],
    ],
  },
  {
    number: '53',
    what: 'Clocks change, and leap days',
    part: 'scheduling',
    must: 'Each time is found once; a skipped one is refused',
    by: [
      [
        'apps/api/src/dialing/scheduled-time.test.ts',
        'every minute that the clocks of a zone show is found again, in every zone, through all changes of its clocks',
      ],
      [
        'apps/api/src/dialing/scheduled-time.test.ts',
        'a time that the clocks skip is refused, and the next one is named',
      ],
      [
        'apps/api/src/dialing/scheduled-time.test.ts',
        'of an hour that the clocks show twice the first is used, unless there is an offset',
      ],
    ],
  },
  {
    number: '54',
    what: 'A model is unavailable, slow, or writes no JSON',
    part: 'worker-transcription',
    must: 'The transcript stays usable; retried within the budget',
    by: [
      [ANSWER, 'a server that is %s costs nothing and is asked again'],
      [
        ANSWER,
        'that is never JSON, or repeats the prompt, fails and leaves the transcript; requested again it is a new version',
      ],
      [ANSWER, 'the day’s budget is never exceeded, by any number of calls at once, and nothing is charged or lost'],
    ],
  },
];
