import type { LiveCall } from '../calls/session.ts';
import { callResource } from '../rest/calls/call-resource.ts';
import { conferenceResource, participantResource } from '../rest/conferences/conference-resource.ts';
import type { RestParts } from '../rest/endpoint.ts';
import { type CallRecord, isTerminal } from '../truth/call-record.ts';
import type { ConferenceRecord } from '../truth/conference-record.ts';
import type { RecordingRecord } from '../truth/recording-record.ts';
import { type Entry, latest } from '../truth/time-order.ts';
import type { Truth } from '../truth/truth.ts';
import type { Window } from './window.ts';

/** A page of calls in the order of creation: the truth, without the delays of REST, and what was delivered of it. */
export function listTruth(truth: Truth, { after, limit }: Window) {
  const calls = Array.from(truth.calls.after(after).take(limit), (call) => callTruth(truth, call));
  return { calls, next: calls.at(-1)?.n ?? after };
}

export function callTruth({ recordings }: Truth, { n, record }: Entry<CallRecord>) {
  const { status, callDuration, dialCallStatus, dialCallDuration } = record.delivered;
  return {
    n,
    scenario: record.scenario,
    final: isTerminal(record.status),
    ended_by: record.endedBy,
    ...callResource(record, true),
    recordings: Array.from(recordings.older(latest, record.sid), (entry) => recordingToJson(entry.record)),
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

/** A page of conferences in the order of creation, each with all visits of participants. */
export function listConferenceTruth({ conferences }: Truth, { after, limit }: Window) {
  const found = [...conferences.after(after).take(limit)];
  return { conferences: found.map(toJson), next: found.at(-1)?.n ?? after };
}

function toJson({ n, record }: Entry<ConferenceRecord>) {
  const visits = record.visits.map(({ callSid, label, joinedAt, leftAt, reason }) => ({
    call_sid: callSid,
    label,
    joined_at: new Date(joinedAt).toISOString(),
    left_at: leftAt === null ? null : new Date(leftAt).toISOString(),
    reason,
  }));
  return { n, ...conferenceResource(record), visits };
}

/** All live legs and conferences, without the delays of REST. */
export function listLive({ truth, live, scriptedCalls }: RestParts) {
  const conferences = scriptedCalls.conferences.list();
  const whereabouts = new Map(
    conferences.flatMap(({ record, participants }) =>
      participants().map(({ leg }): [string, string] => [leg.record.sid, record.sid]),
    ),
  );
  const callToJson = ({ leg }: LiveCall) => {
    const { sid } = leg.record;
    const entry = truth.calls.find(sid);
    return entry && { ...callTruth(truth, entry), conference_sid: whereabouts.get(sid) ?? null };
  };
  return {
    calls: Array.from(live.values(), callToJson),
    conferences: conferences.map(({ record, participants }) => ({
      ...conferenceResource(record),
      participants: participants().map((each) => participantResource(record, each)),
    })),
  };
}
