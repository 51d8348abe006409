import type { Database } from '@trunkline/db/connection';
import { claimRecording, renewRecording, settleRecording, type ClaimedRecording } from '@trunkline/db/recordings';
import { metrics, type Logger } from '@trunkline/service';
import type { Storage } from '@trunkline/storage';
import { addStep, afterFault, type CustodyChange, type StoredObject } from '@trunkline/telephony/recordings';
import { CheckedAudio } from './media/checked-audio.ts';
import { checkedBlocks } from './media/checked-blocks.ts';
import { MediaError } from './media/media-error.ts';
import type { MediaSource } from './media/open-media-source.ts';
import type { Media } from './media/read-answer.ts';

/** A worker that died is found out by then. */
const LEASE_SECONDS = 60;
const RENEW_EVERY_MS = 15_000;
/** However steadily it drips. */
const FETCH_WITHIN_MS = 3_600_000;

const settled = metrics.counter('recordings_settled_total', 'Attempts to get a recording, by what came of them', [
  'custody',
]);
const storedBytes = metrics.counter('recordings_stored_bytes_total', 'Bytes of the recordings stored');

type Parts = {
  db: Database;
  storage: Pick<Storage, 'put'>;
  source: Pick<MediaSource, 'open'>;
  maxBytes: number;
  log: Logger;
  /** Aborted when the process ends. */
  signal: AbortSignal;
};

/**
 * Takes one recording into our custody, or notes why not. A recording that somebody else has, or that is settled, is left
 * alone: the job may run twice, and late.
 */
export function fetchRecording(parts: Parts): (recordingSid: string) => Promise<void> {
  const { db, log, signal } = parts;
  return async (recordingSid) => {
    const claimed = await claimRecording(db.pool, recordingSid, LEASE_SECONDS);
    if (!claimed) return;
    const change = await attempt(parts, { ...claimed, evidence: opening(claimed) });
    if (signal.aborted && change.custody === 'announced') change.delaySeconds = 0; // another process goes on at once
    if (!(await settleRecording(db.pool, claimed, change))) return;
    settled.inc({ custody: change.custody });
    if (change.custody === 'stored') storedBytes.inc(change.object.sizeBytes);
    tell(log, claimed, change);
  };
}

/** The first attempt tells how it began. */
const opening = ({ evidence, announcedAt, attempt: n }: ClaimedRecording): ClaimedRecording['evidence'] =>
  evidence.length > 0
    ? evidence
    : [
        { at: announcedAt.toISOString(), step: 'announced' },
        { at: new Date().toISOString(), step: 'fetching', attempt: n },
      ];

async function attempt(parts: Parts, claimed: ClaimedRecording): Promise<CustodyChange> {
  const { evidence, status, errorCode, attempt: n } = claimed;
  if (status !== 'completed') {
    const custody = status === 'absent' ? 'absent' : 'failed';
    const step = { at: new Date().toISOString(), step: custody, said: status, error_code: errorCode };
    return { custody, evidence: addStep(evidence, step) };
  }
  try {
    const { object, seen } = await store(parts, claimed);
    const step = { at: new Date().toISOString(), step: 'stored', attempt: n, bytes: object.sizeBytes, ...seen };
    return { custody: 'stored', object, evidence: addStep(evidence, step) };
  } catch (error) {
    const fault = toFault(error);
    if (fault.isAlarm) parts.log.error({ recording_sid: claimed.recordingSid }, `a recording ${fault.reason}`);
    return afterFault(evidence, fault, { attempt: n, now: new Date(), random: Math.random() });
  }
}

type Stored = { object: StoredObject; seen: { sha256: string; channels?: number } };

/** From the network through the checks into the store, while the recording is ours. */
async function store({ db, storage, source, maxBytes, signal }: Parts, claimed: ClaimedRecording): Promise<Stored> {
  const lost = new AbortController();
  const ending = AbortSignal.any([signal, lost.signal, AbortSignal.timeout(FETCH_WITHIN_MS)]);
  const renewing = setInterval(() => {
    renewRecording(db.pool, claimed, LEASE_SECONDS).then(
      (isOurs) => isOurs || lost.abort(new MediaError('trouble', 'was lost to another attempt')),
      () => {}, // the lease outlasts three failed renewals
    );
  }, RENEW_EVERY_MS);
  let media: Media | undefined;
  try {
    media = await source.open(claimed, ending);
    const { body, contentType, contentLength, channels } = media;
    const audio = new CheckedAudio({ contentLength, durationSec: claimed.durationSec, maxBytes });
    const objectKey = keyOf(claimed);
    await storage.put(objectKey, checkedBlocks(body, audio, ending), contentType);
    return {
      object: { objectKey, ...audio.found },
      seen: { sha256: audio.found.sha256, ...(channels !== null && { channels }) },
    };
  } finally {
    media?.body.destroy();
    clearInterval(renewing);
  }
}

/** By the day it was made, so that a person finds it and a rule of the bucket can reach it. */
function keyOf({ recordingSid, startedAt, announcedAt }: ClaimedRecording): string {
  return `${(startedAt ?? announcedAt).toISOString().slice(0, 10).replaceAll('-', '/')}/${recordingSid}.wav`;
}

/** Whatever is not about the media is about the store, or about us. */
function toFault(error: unknown) {
  if (error instanceof MediaError)
    return { fault: error.fault, reason: error.message, seen: error.seen, isAlarm: error.isAlarm };
  const { name, code } = error as NodeJS.ErrnoException;
  return { fault: 'trouble' as const, reason: `could not be stored: ${code ?? name}`, seen: {}, isAlarm: false };
}

function tell(log: Logger, { recordingSid, attempt: n }: ClaimedRecording, change: CustodyChange): void {
  const last = change.evidence.at(-1);
  const fields = {
    event: `recording.${change.custody}`,
    recording_sid: recordingSid,
    attempt: n,
    reason: last?.['reason'],
  };
  if (change.custody === 'failed') log.error(fields, 'a recording cannot be had');
  else if (change.custody === 'announced') log.debug(fields, 'a recording is tried again later');
  else log.info(fields, 'a recording is settled');
}
