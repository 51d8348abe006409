/** What an operation does with each of its items. */
export const OPERATION_KINDS = [
  'dead-letters.replay',
  'dead-letters.discard',
  'quarantined.release',
  'quarantined.discard',
  'webhook-deliveries.redrive',
  'gaps.heal',
  'calls.fetch',
] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

/** An operation with more items is refused: all of them are written by one statement, and read again as they settle. */
export const MOST_ITEMS = 100_000;

/** Items begun and not settled at a time: a stopped worker must not find the whole operation in its queue. */
export const MOST_BEGUN = 2000;

/** How many of the first errors an operation keeps. */
export const KEPT_ERRORS = 10;

/** Ended operations are deleted with their items after this many days. */
export const OPERATION_DAYS = 30;
