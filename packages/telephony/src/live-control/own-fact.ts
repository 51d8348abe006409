import { nonEmpty, type Fields } from '../callbacks/field-values.ts';
import { parseTwilioTime } from '../callbacks/twilio-time.ts';
import type { CallStatus } from '../calls/status.ts';
import type { Fact, StoredCallback } from '../facts/fact.ts';

/** A fact that we made: `At` is the time by our clock, and no field but the call is Twilio's. */
export const ownFact = (stored: StoredCallback, fields: Fields, status: CallStatus): Fact => ({
  key: stored.dedupeKey,
  kind: stored.kind,
  source: stored.source,
  callSid: nonEmpty(fields['CallSid']) ?? null,
  status,
  sequence: null,
  occurredAt: parseTwilioTime(fields['At']),
  observedAt: stored.receivedAt,
  values: {},
});
