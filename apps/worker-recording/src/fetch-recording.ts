import type { Database } from '@trunkline/db/connection';
import { claimRecording, renewRecording, settleRecording, type ClaimedRecording } from '@trunkline/db/recordings';
import { backoffMs, metrics, outcomeReporter, startLoop, type Logger } from '@trunkline/service';
import type { Storage } from '@trunkline/storage';
import {
  addStep,
  afterFault,
  afterStoreOutage,
  type CustodyChange,
  type StoredObject,
} from '@trunkline/telephony/recordings';
import { CheckedAudio } from './media/checked-audio.ts';
import { checkedBlocks } from './media/checked-blocks.ts';
import { MediaError } from './media/media-error.ts';
import type { MediaSource } from './media/open-media-source.ts';
import type { Media } from './media/read-answer.ts';
import type { StoreGate } from './store-gate.ts';
import { describeStored, keyOf, type StoredDetails } from './stored-object.ts';

/** After this the recording of a worker that died is due again. */
const LEASE_SECONDS = 60;
const RENEW_EVERY_MS = 15_000;
/** Limits a transfer that never stalls and never ends. */
const FETCH_WITHIN_MS = 3_600_000;

const report = outcomeReporter({
  counter: 'recordings_settled_total',
  help: 'Attempts to fetch a recording, by the custody that they led to',
  label: 'custody',
  event: 'recording.',
  outcomes: {
    announced: { level: 'debug', message: 'recording not fetched yet; it is retried later' },
    stored: { level: 'info', message: 'recording stored' },
    absent: { level: 'info', message: 'Twilio heard nothing to record' },
    empty: { level: 'info', message: 'recording has a length of zero' },
    gone: { level: 'info', message: 'recording was deleted at Twilio before it was stored' },
    failed: { level: 'error', message: 'recording cannot be fetched' },
  },
});
const storedBytes = metrics.counter('recordings_stored_bytes_total', 'Bytes of the recordings stored');

type Parts = {
  db: Database;
  storage: Pick<Storage, 'put' | 'tryWrite'>;
  gate: StoreGate;
  source: Pick<MediaSource, 'open'>;
  maxBytes: number;
  log: Logger;
  /** Aborted when the process ends. */
  signal: AbortSignal;
};

/**
 * Fetches one recording into our storage, or records why not. Skips a recording that another worker has claimed or that
 * is settled: the job may run twice, and late. While the store fails a recording waits as it is, and comes again.
 */
export function fetchRecording(parts: Parts): (recordingSid: string) => Promise<void> {
  const { db, gate, log, signal } = parts;

  async function fetch(recordingSid: string): Promise<void> {
    const claimed = await claimRecording(db.pool, recordingSid, LEASE_SECONDS);
    if (!claimed) return;
    const change = await attempt(parts, { ...claimed, evidence: opening(claimed) });
    if (signal.aborted && change.custody === 'announced') change.delaySeconds = 0; // another process may continue at once
    if (!(await settleRecording(db.pool, claimed, change))) return;
    if (change.custody === 'stored') storedBytes.inc(change.object.sizeBytes);
    const reason = change.evidence.at(-1)?.['reason'];
    report(log, change.custody, { recording_sid: recordingSid, attempt: claimed.attempt, reason });
  }

  return async (recordingSid) => {
    if (!gate.enter()) return;
    try {
      await fetch(recordingSid);
    } finally {
      gate.leave();
    }
  };
}

/** The evidence begins with the announcement and the first attempt. */
const opening = ({ evidence, announcedAt, attempt: n }: ClaimedRecording): ClaimedRecording['evidence'] =>
  evidence.length > 0
    ? evidence
    : [
        { at: announcedAt.toISOString(), step: 'announced' },
        { at: new Date().toISOString(), step: 'fetching', attempt: n },
      ];

async function attempt(parts: Parts, claimed: ClaimedRecording): Promise<CustodyChange> {
  const { evidence, status, errorCode, durationSec, attempt: n } = claimed;
  if (status !== 'completed') {
    const custody = status === 'absent' ? 'absent' : status === 'deleted' ? 'gone' : 'failed';
    const step = { at: new Date().toISOString(), step: custody, said: status, error_code: errorCode };
    return { custody, evidence: addStep(evidence, step) };
  }
  try {
    const { object, details } = await store(parts, claimed);
    const step = { at: new Date().toISOString(), step: 'stored', attempt: n, bytes: object.sizeBytes, ...details };
    return { custody: 'stored', object, evidence: addStep(evidence, step) };
  } catch (error) {
    const retryDelayMs = (failures: number, longestMs: number) => backoffMs(failures, { firstMs: 1000, longestMs });
    const outage = error instanceof MediaError ? undefined : parts.gate.failed(error);
    if (outage) return afterStoreOutage(evidence, outage.cause, { now: new Date(), retryDelayMs });
    const fault = toFault(error);
    if (fault.isAlarm) parts.log.error({ recording_sid: claimed.recordingSid }, `a recording ${fault.reason}`);
    return afterFault(evidence, fault, { attempt: n, now: new Date(), durationSec, retryDelayMs });
  }
}

type Stored = { object: StoredObject; details: StoredDetails };

/** Streams the media through the checks into the store, renewing the lease; aborts when the lease is lost. */
async function store(
  { db, storage, gate, source, maxBytes, signal, log }: Parts,
  claimed: ClaimedRecording,
): Promise<Stored> {
  const lost = new AbortController();
  const ending = AbortSignal.any([signal, lost.signal, AbortSignal.timeout(FETCH_WITHIN_MS)]);
  const renew = async (): Promise<void> => {
    if (await renewRecording(db.pool, claimed, LEASE_SECONDS)) return; // the lease outlasts three failed renewals
    lost.abort(new MediaError('unavailable', 'was lost to another attempt'));
  };
  await using _renewing = startLoop('lease', RENEW_EVERY_MS, renew, log, { firstAfterMs: RENEW_EVERY_MS });
  let media: Media | undefined;
  try {
    if (gate.isOpen()) await storage.tryWrite();
    media = await source.open(claimed, ending);
    const { body, contentType, contentLength, channels } = media;
    const { durationSec, isEncrypted } = claimed;
    const audio = new CheckedAudio({ contentLength, durationSec, maxBytes, isEncrypted });
    const objectKey = keyOf(claimed);
    using blocks = gate.watch(checkedBlocks(body, audio, ending));
    await storage.put(objectKey, blocks, contentType);
    gate.worked();
    const object = { objectKey, ...audio.found };
    return { object, details: describeStored(object, { durationSec, channels }) };
  } finally {
    media?.body.destroy();
  }
}

/** Any other error than `MediaError` says nothing about the recording, and is retryable. */
function toFault(error: unknown) {
  if (error instanceof MediaError)
    return { fault: error.fault, reason: error.message, details: error.details, isAlarm: error.isAlarm };
  const { name, code } = error as NodeJS.ErrnoException;
  return { fault: 'unavailable' as const, reason: `could not be stored: ${code ?? name}`, details: {}, isAlarm: false };
}
