import type { Fact, StoredCallback } from '../facts/fact.ts';
import { nonEmpty, type Fields } from '../callbacks/field-values.ts';
import type { Snapshot } from '../facts/snapshot.ts';
import { isCallStatus, isDropped, type Dropper } from '../calls/status.ts';
import { ownFact } from './own-fact.ts';

/** A command to end a call that Twilio accepted: for whom, and when by our clock. */
export type CallDrop = { callSid: string; by: Dropper; commandId: string; at: Date };

/**
 * Our own command as a fact to store. It is the reason of an end and no end itself: that only Twilio reports. The
 * command's reason in words stays with the command, as it may name people.
 */
export const callDropSnapshot = ({ callSid, by, commandId, at }: CallDrop): Snapshot => ({
  kind: 'call-drop',
  callSid,
  recordingSid: null,
  dedupeKey: `call-drop:${commandId}`,
  payload: { CallSid: callSid, By: by, At: at.toISOString() },
});

/** Parses that fact. Throws where it does not say for whom the call was dropped. */
export function parseCallDrop(stored: StoredCallback, fields: Fields): Fact {
  const status = `dropped_by_${nonEmpty(fields['By'])}`;
  if (!isCallStatus(status) || !isDropped(status)) throw new Error('The drop does not say whose it is');
  return ownFact(stored, fields, status);
}
