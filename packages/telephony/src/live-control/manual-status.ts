import type { Fact, StoredCallback } from '../facts/fact.ts';
import type { Fields } from '../callbacks/field-values.ts';
import type { Snapshot } from '../facts/snapshot.ts';
import { ownFact } from './own-fact.ts';

/** The ends that the staff may set by hand for a call whose end Twilio did not report. */
export const MANUAL_STATUSES = ['completed', 'busy', 'no-answer', 'canceled', 'failed'] as const;
export type ManualStatus = (typeof MANUAL_STATUSES)[number];

/** A status that a person set: for whom (a profile's id, or a role without one), why, and when by our clock. */
export type ManualStatusUpdate = {
  callSid: string;
  status: ManualStatus;
  reason: string;
  by: string;
  id: string;
  at: Date;
};

/**
 * A person's word as a fact to store. It ends a call only while Twilio has reported no end. The reason stays in the
 * payload and is no part of the fact, as it may name people.
 */
export const manualStatusSnapshot = ({ callSid, status, reason, by, id, at }: ManualStatusUpdate): Snapshot => ({
  kind: 'manual-status',
  callSid,
  recordingSid: null,
  dedupeKey: `manual-status:${id}`,
  payload: { CallSid: callSid, Status: status, Reason: reason, By: by, At: at.toISOString() },
});

/** Parses that fact. Throws where it names no status that may be set by hand. */
export function parseManualStatus(stored: StoredCallback, fields: Fields): Fact {
  const status = MANUAL_STATUSES.find((known) => known === fields['Status']);
  if (status === undefined) throw new Error('The manual status is none that may be set by hand');
  return ownFact(stored, fields, status);
}
