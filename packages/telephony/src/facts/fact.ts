import type { ConsentSaid } from '../consent/consent-step.ts';
import type { CallbackKind } from '../callbacks/callback-kinds.ts';
import type { CallStatus } from '../calls/status.ts';

/** Where a fact comes from. */
export type FactSource = 'webhook' | 'reconcile_hot' | 'reconcile_warm' | 'reconcile_cold' | 'sync' | 'api';

/** What one fact says of a call's columns; a missing name says nothing. */
export type FactValues = {
  accountSid?: string;
  parentCallSid?: string;
  fromNumber?: string;
  toNumber?: string;
  twilioDirection?: string;
  durationSec?: number;
  /** When Twilio's REST API says that the call began and ended, ISO 8601. */
  startTime?: string;
  endTime?: string;
  /** What Twilio charged, a decimal such as `-0.0085`; known some time after the end. */
  price?: string;
  priceUnit?: string;
  /** Milliseconds that the call waited to be placed. */
  queueTime?: number;
  answeredBy?: string;
  sipResponseCode?: string;
  errorCode?: string;
  errorMessage?: string;
  candidateId?: number;
  campaignId?: string;
  campaignContactId?: string;
  externalCallId?: string;
};

export type RecordingFact = {
  sid: string;
  status: string;
  startedAt: string | null;
  url?: string;
  durationSec?: number;
  source?: string;
  channels?: number;
  track?: string;
  errorCode?: string;
  price?: string;
  priceUnit?: string;
  /** Twilio's EncryptionDetails as JSON text, of a recording that only the owner of the key can decrypt. */
  encryption?: string;
  /** Where live control fetched it after a command: the command's number in the call, and our clock. */
  look?: { commandSeq: number; at: string };
};
export type DialFact = { status: string; callSid?: string; durationSec?: number };

/** One thing known about a call. Times are ISO 8601 in UTC. */
export type Fact = {
  /** The dedupe key: copies of one fact share it. */
  key: string;
  kind: CallbackKind;
  source: FactSource;
  callSid: string | null;
  status: CallStatus | null;
  sequence: number | null;
  /** When it happened, by Twilio's clock; null where Twilio does not say (recordings, TwiML requests). */
  occurredAt: string | null;
  /** When we received it. */
  observedAt: string;
  values: FactValues;
  recording?: RecordingFact;
  dial?: DialFact;
  /** The call is or was a participant of a conference. */
  joinedConference?: true;
  /** Of a call by a campaign: what the person answered when asked for consent. */
  consent?: ConsentSaid;
};

/** The columns of an inbox row that a fact is parsed from. */
export type StoredCallback = {
  kind: CallbackKind;
  dedupeKey: string;
  source: FactSource;
  payload: unknown;
  query: unknown;
  receivedAt: string;
};
