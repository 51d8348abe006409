import { expect, test } from '@jest/globals';
import type { Fact, RecordingFact } from '../facts/fact.ts';
import { recordingIntervals } from './recording-intervals.ts';

const at = (second: number) => new Date(Date.UTC(2026, 1, 12, 11, 48, second)).toISOString();
const RECORDING = `RE${'1'.repeat(32)}`;
const fact = (recording: Omit<RecordingFact, 'sid' | 'startedAt'>, second: number): Fact => ({
  key: `${recording.status}:${second}`,
  kind: 'recording-resource',
  source: 'api',
  callSid: `CA${'1'.repeat(32)}`,
  status: null,
  sequence: null,
  occurredAt: null,
  observedAt: at(second),
  values: {},
  recording: { sid: RECORDING, startedAt: at(2), ...recording },
});
const look = (status: string, commandSeq: number, second: number) =>
  fact({ status, look: { commandSeq, at: at(second) } }, second);
const live = { status: 'in-progress', startedAt: at(2), durationSec: null, callEnd: null };

test('a recording that goes on is paused and resumed when Twilio confirmed it', () => {
  const facts = [look('in-progress', 2, 9), look('paused', 1, 5), look('paused', 1, 6)];
  expect(recordingIntervals(live, facts)).toEqual([
    { state: 'recording', from: at(2), to: at(5) },
    { state: 'paused', from: at(5), to: at(9) },
    { state: 'recording', from: at(9), to: null },
  ]);
});

test('a stop that was seen ends it, paused or not', () => {
  const facts = [look('paused', 1, 5), look('stopped', 2, 7)];
  expect(recordingIntervals({ ...live, callEnd: at(40) }, facts)).toEqual([
    { state: 'recording', from: at(2), to: at(5) },
    { state: 'paused', from: at(5), to: at(7) },
  ]);
});

test.each([
  ['its length ends a finished recording', { durationSec: 10, callEnd: at(40) }, [], at(12)],
  ['its length counts no pause, so that the call ends it', { durationSec: 10, callEnd: at(40) }, ['paused'], at(40)],
  ['without a length the call ends it', { durationSec: null, callEnd: at(40) }, [], at(40)],
])('%s', (_promise, times, seen, end) => {
  const facts = seen.flatMap((status) => [look(status, 1, 5), look('in-progress', 2, 6)]);
  expect(recordingIntervals({ status: 'completed', startedAt: at(2), ...times }, facts).at(-1)?.to).toBe(end);
});

test('one that recorded no sound has no interval', () => {
  expect(recordingIntervals({ ...live, status: 'absent' }, [])).toEqual([]);
});
