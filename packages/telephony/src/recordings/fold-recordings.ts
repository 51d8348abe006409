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
  /** When we first heard of it. */
  announcedAt: string;
  updatedAt: string;
};

/** The recordings that these facts speak of: a pure function of the set of facts, whatever their order and copies. */
export function foldRecordings(facts: readonly Fact[]): RecordingState[] {
  const speaking = facts.filter((fact) => fact.recording !== undefined);
  return [...Map.groupBy(speaking, (fact) => fact.recording!.sid)].map(([sid, about]) => foldOne(sid, about));
}

function foldOne(recordingSid: string, about: readonly Fact[]): RecordingState {
  const known = about.map((fact) => fact.recording!).toSorted(byProgress);
  const said: Partial<RecordingFact> = Object.assign(
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
    source: said.source ?? null,
    channels: said.channels ?? null,
    track: said.track ?? null,
    durationSec: said.durationSec ?? null,
    startedAt: said.startedAt ?? null,
    url: said.url ?? null,
    errorCode: said.errorCode ?? null,
    price: said.price ?? null,
    priceUnit: said.priceUnit ?? null,
    announcedAt: observed[0]!,
    updatedAt: observed.at(-1)!,
  };
}

/**
 * Least first: a recording callback has no sequence, its status is its order. One that goes on may be paused and
 * resumed time and again: there the last look of live control tells.
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
