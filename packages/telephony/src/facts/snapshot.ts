import { dedupeKey } from '../callbacks/dedupe-key.ts';
import type { SnapshotKind } from '../callbacks/callback-kinds.ts';
import { encryptionDetails } from '../recordings/encryption-details.ts';
import { storableText } from '../callbacks/storable-text.ts';

/** What the REST API says of a call or a recording, or what we did to a call, as it goes into the inbox. */
export type Snapshot = {
  kind: SnapshotKind;
  callSid: string | null;
  recordingSid: string | null;
  /** Two snapshots of the same state share it, also of different tiers: the second adds nothing. */
  dedupeKey: string;
  payload: Record<string, string | number | null>;
};

const OF_A_CALL = [
  'sid',
  'account_sid',
  'parent_call_sid',
  'from',
  'to',
  'direction',
  'status',
  'start_time',
  'end_time',
  'duration',
  'price',
  'price_unit',
  'queue_time',
  'answered_by',
] as const;

const OF_A_RECORDING = [
  'sid',
  'account_sid',
  'call_sid',
  'conference_sid',
  'status',
  'source',
  'channels',
  'track',
  'start_time',
  'duration',
  'price',
  'price_unit',
  'error_code',
  'media_url',
] as const;

type Resource = { sid: string; [name: string]: unknown };

/** A Call resource as a fact to store; `date_updated` stands in for the end of calls that were never answered. */
export function callSnapshot(resource: Resource): Snapshot {
  const described = pick(resource, OF_A_CALL);
  const updated = resource['date_updated'];
  const payload = { ...described, ...(typeof updated === 'string' && { date_updated: updated }) };
  return {
    kind: 'call-resource',
    callSid: resource.sid,
    recordingSid: null,
    dedupeKey: keyOf('call-resource', described),
    payload,
  };
}

/** A Recording resource as a fact to store. */
export function recordingSnapshot(resource: Resource & { call_sid: string | null }): Snapshot {
  const encryption = encryptionDetails(resource['encryption_details']);
  const payload = {
    ...pick(resource, OF_A_RECORDING),
    ...(encryption !== undefined && { encryption_details: storableText(encryption).text }),
  };
  const key = keyOf('recording-resource', payload);
  return {
    kind: 'recording-resource',
    callSid: resource.call_sid,
    recordingSid: resource.sid,
    dedupeKey: key,
    payload,
  };
}

/**
 * A Recording resource that live control fetched after a command, with the command's number and our clock: Twilio dates
 * no pause, and a live recording looks as it did before. Every such fetch is a fact of its own.
 */
export function liveRecordingSnapshot(
  resource: Parameters<typeof recordingSnapshot>[0],
  look: { commandSeq: number; at: Date },
): Snapshot {
  const { payload, ...snapshot } = recordingSnapshot(resource);
  const seen = { ...payload, command_seq: look.commandSeq, seen_at: look.at.toISOString() };
  return { ...snapshot, dedupeKey: keyOf('recording-resource', seen), payload: seen };
}

const keyOf = (kind: Snapshot['kind'], payload: Snapshot['payload']) =>
  dedupeKey(kind, payload, JSON.stringify(payload));

function pick(resource: Resource, names: readonly string[]): Snapshot['payload'] {
  const payload: Snapshot['payload'] = {};
  for (const name of names) {
    const value = resource[name];
    if (typeof value === 'string') payload[name] = storableText(value).text;
    else payload[name] = typeof value === 'number' ? value : null;
  }
  return payload;
}
