import type { Fact, RecordingFact } from '../facts/fact.ts';
import { isLiveRecording, recordingRank } from './recording-status.ts';

/** What the facts of a call make of one of its recordings. Times are ISO 8601 in UTC; the duration is seconds. */
export type RecordingState = {
  recordingSid: string;
  callSid: string | null;
  accountSid: string | null;
  /** Twilio's word, the furthest that is known. */
  status: string;
  source: string | null;
  channels: number | null;
  track: string | null;
  durationSec: number | null;
  startedAt: string | null;
  url: string | null;
  errorCode: string | null;
  price: string | null;
  priceUnit: string | null;
  /** EncryptionDetails as JSON text; null where the recording is not encrypted, as far as is known. */
  encryptionDetails: string | null;
  /** When its first fact arrived. */
  announcedAt: string;
  updatedAt: string;
};

/** The recordings that these facts name: a pure function of the set of facts; order and copies change nothing. */
export function foldRecordings(facts: readonly Fact[]): RecordingState[] {
  const about = facts.filter((fact) => fact.recording !== undefined);
  return [...Map.groupBy(about, (fact) => fact.recording!.sid)].map(([sid, same]) => foldOne(sid, same));
}

function foldOne(recordingSid: string, about: readonly Fact[]): RecordingState {
  const known = about.map((fact) => fact.recording!).toSorted(byProgress);
  const merged: Partial<RecordingFact> = Object.assign(
    {},
    ...known.map(({ startedAt, ...rest }) => (startedAt ? { ...rest, startedAt } : rest)),
  );
  const observed = about.map((fact) => fact.observedAt).toSorted();
  const named = (name: 'callSid' | 'accountSid') =>
    about
      .map((fact) => (name === 'callSid' ? fact.callSid : fact.values.accountSid))
      .filter((sid) => sid !== null && sid !== undefined)
      .toSorted()[0] ?? null;
  return {
    recordingSid,
    callSid: named('callSid'),
    accountSid: named('accountSid'),
    status: known.at(-1)!.status,
    source: merged.source ?? null,
    channels: merged.channels ?? null,
    track: merged.track ?? null,
    durationSec: merged.durationSec ?? null,
    startedAt: merged.startedAt ?? null,
    url: mediaUrl(known),
    errorCode: merged.errorCode ?? null,
    price: merged.price ?? null,
    priceUnit: merged.priceUnit ?? null,
    encryptionDetails: merged.encryption ?? null,
    announcedAt: observed[0]!,
    updatedAt: observed.at(-1)!,
  };
}

/**
 * The URL of the media. Twilio's own is built from the SID in any case: only one in another storage says something, and
 * of those a presigned one.
 */
function mediaUrl(known: readonly RecordingFact[]): string | null {
  const urls = known.flatMap(({ url }) => url ?? []);
  const elsewhere = urls.filter((url) => !TWILIO_MEDIA.test(url));
  return elsewhere.findLast((url) => url.includes('?')) ?? elsewhere.at(-1) ?? urls.at(-1) ?? null;
}

const TWILIO_MEDIA = /^https?:\/\/[\w.-]+\.twilio\.com\//;

/**
 * Least first: a recording callback has no sequence, its status is its order. One that goes on may be paused and
 * resumed time and again: there live control's last fetch decides.
 */
export const byProgress = (a: RecordingFact, b: RecordingFact): number =>
  recordingRank(a.status) - recordingRank(b.status) ||
  (isLiveRecording(a.status) ? byLook(a, b) : 0) ||
  compare(a.startedAt ?? '', b.startedAt ?? '') ||
  compare(written(a), written(b));

const byLook = ({ look: a }: RecordingFact, { look: b }: RecordingFact): number =>
  (a?.commandSeq ?? -1) - (b?.commandSeq ?? -1) || compare(a?.at ?? '', b?.at ?? '');

const written = (recording: RecordingFact) =>
  JSON.stringify(Object.entries(recording).toSorted(([a], [b]) => compare(a, b)));
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
