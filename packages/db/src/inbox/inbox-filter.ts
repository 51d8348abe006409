import type { CallbackKind } from '@trunkline/telephony/callbacks';
import type { InboxState } from '@trunkline/telephony/inbox';
import { STOPPED_INBOX_STATES } from '@trunkline/telephony/inbox';
import { openConditions } from '../connection/conditions.ts';
import { inList } from '../connection/in-list.ts';
import { FINGERPRINT } from './error-fingerprints.ts';

/** Selects rows of the inbox; an absent field restricts nothing. Received in `[receivedAfter, receivedBefore)`. */
export type InboxFilter = {
  ids?: readonly string[] | undefined;
  states?: readonly InboxState[] | undefined;
  callbackKinds?: readonly CallbackKind[] | undefined;
  callSids?: readonly string[] | undefined;
  recordingSids?: readonly string[] | undefined;
  /** Part of the error's text, case-sensitive. */
  errorContains?: string | undefined;
  /** Of errors (`error-fingerprints.ts`): only rows that wait for a person, or were discarded, have one. */
  fingerprints?: readonly string[] | undefined;
  receivedAfter?: Date | undefined;
  receivedBefore?: Date | undefined;
  /** Only rows older than this one. */
  beforeId?: string | undefined;
};

/** A `where` clause over `twilio_webhook_inbox` and its parameters, from $1 on. */
export type InboxConditions = { where: string; values: unknown[] };

/** The filter as SQL. Times also become ranges of ids, so that the partitions of other days are not read. */
export function inboxConditions(filter: InboxFilter): InboxConditions {
  const { values, conditions, add, addOneOf } = openConditions();
  add(filter.ids, (parameter) => `id = any(${parameter}::bigint[])`);
  addOneOf('processing_status', filter.states);
  addOneOf('event_type', filter.callbackKinds);
  addOneOf('call_sid', filter.callSids);
  addOneOf('recording_sid', filter.recordingSids);
  add(filter.fingerprints, hasFingerprint);
  add(filter.errorContains, (parameter) => `strpos(error, ${parameter}) > 0`);
  add(filter.receivedAfter, (parameter) => `received_at >= ${parameter}`);
  add(filter.receivedAfter && firstIdOf(dayOf(filter.receivedAfter)), (parameter) => `id >= ${parameter}::bigint`);
  add(filter.receivedBefore, (parameter) => `received_at < ${parameter}`);
  add(filter.receivedBefore && firstIdOf(dayOf(filter.receivedBefore) + 1), (parameter) => `id < ${parameter}::bigint`);
  add(filter.beforeId, (parameter) => `id < ${parameter}::bigint`);
  return { where: conditions.join(' and ') || 'true', values };
}

const dayOf = (time: Date): number => Math.floor(time.getTime() / 86_400_000);

/** `inbox_id_floor` of the migration. */
const firstIdOf = (day: number): string => `${BigInt(day) * 100_000_000_000n}`;

/**
 * Rows that have stopped within the last second have no fingerprint written yet. They are few: as an array of ids they leave
 * the plan to the index of fingerprints.
 */
const hasFingerprint = (parameter: string): string => `(fingerprint = any(${parameter}) or id = any(array(
  select id from twilio_webhook_inbox
  where fingerprint is null and processing_status in ${inList(STOPPED_INBOX_STATES)} and ${FINGERPRINT} = any(${parameter}))))`;
