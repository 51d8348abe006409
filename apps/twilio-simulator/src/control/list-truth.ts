import { callResource } from '../rest/calls/call-resource.ts';
import { type CallRecord, isTerminal } from '../truth/call-record.ts';
import type { RecordingRecord } from '../truth/recording-record.ts';
import { type Booked, latest } from '../truth/time-order.ts';
import type { Truth } from '../truth/truth.ts';
import type { Window } from './read-window.ts';

/**
 * Every call as Twilio knows it, without the delays of REST, and what a perfect receiver could know of it, in order of
 * creation.
 */
export function listTruth(truth: Truth, { after, limit }: Window) {
  const calls = Array.from(truth.calls.after(after).take(limit), (call) => callTruth(truth, call));
  return { calls, next: calls.at(-1)?.n ?? after };
}

export function callTruth({ recordings }: Truth, { n, record }: Booked<CallRecord>) {
  const { status, callDuration, dialCallStatus, dialCallDuration } = record.delivered;
  return {
    n,
    scenario: record.scenario,
    final: isTerminal(record.status),
    ended_by: record.endedBy,
    ...callResource(record, true),
    recordings: Array.from(recordings.older(latest, record.sid), (booked) => recordingToJson(booked.record)),
    delivered: {
      status,
      call_duration: callDuration,
      dial_call_status: dialCallStatus,
      dial_call_duration: dialCallDuration,
    },
  };
}

function recordingToJson({ sid, status, history, durationSeconds, channels, source, price }: RecordingRecord) {
  const duration = durationSeconds === null ? null : String(durationSeconds);
  return { sid, status, duration, channels, source, price, history: history.map(dated) };
}

const dated = <T extends { at: number }>({ at, ...rest }: T) => ({ ...rest, at: new Date(at).toISOString() });
