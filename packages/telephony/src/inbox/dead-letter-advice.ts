/** What a dead letter's error means. */
export type DeadLetterAdvice = { errorClass: string; cause: string; remedy: string };

const REPLAY_ONE = 'replay them, one first (an operation with canary 1)';

/** The first pattern that matches the error says its likely cause and what to do (docs/operations/ingest.md, Dead letters). */
const CAUSES: readonly (readonly [RegExp, cause: string, remedy: string])[] = [
  [
    /^Job given up/,
    'The worker ended over this callback twice, or Postgres answered none of its attempts.',
    `Read the log of worker-status of that time. If it has no error now, ${REPLAY_ONE}.`,
  ],
  [
    /is not a status|is not a form|has no sid or status/,
    'A field has a value that this version cannot read.',
    `Read the payload of the sample. If Twilio sends a new value, update Trunkline, then ${REPLAY_ONE}. If the callback is wrong, discard it.`,
  ],
  [
    /(?:violates|duplicate key|out of range|invalid input|value too long|cannot be|does not exist)/,
    'Postgres refused what the callback would write.',
    `Compare the payload of the sample with the table that the error names, and check that all migrations are applied. Then ${REPLAY_ONE}.`,
  ],
  [
    /lock timeout|deadlock|canceling statement|timeout|timed out/i,
    'Postgres was too slow, or another session held the lock of the call.',
    `Look for long transactions (docs/operations/database.md, Locks). Once they have ended, ${REPLAY_ONE}.`,
  ],
];

const OTHER = {
  cause: 'The callback raised an error in each of its six attempts.',
  remedy: `Read the error and the payload of the sample, and npx trunkline explain for its call. When the cause is fixed, ${REPLAY_ONE}.`,
};

/** The class, the likely cause and the remedy of an error, as `String(error)` wrote it. */
export function adviseDeadLetter(error: string | null): DeadLetterAdvice {
  const text = error ?? '';
  const known = CAUSES.find(([pattern]) => pattern.test(text));
  const errorClass = /^([A-Za-z]\w*):/.exec(text)?.[1] ?? 'Error';
  return { errorClass, ...(known ? { cause: known[1], remedy: known[2] } : OTHER) };
}
