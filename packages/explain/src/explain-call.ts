import { statusIntervals } from '@trunkline/telephony/calls';
import type { Fact } from '@trunkline/telephony/facts';
import { recordingIntervals } from '@trunkline/telephony/recordings';
import { giveAdvice } from './advice.ts';
import type {
  ExplainedCounts,
  ExplainedLeg,
  ExplainedRecording,
  Explanation,
  TimelineEntry,
  TimelineWhat,
} from './explanation.ts';
import { examineLeg, readableFacts, type ExaminedLeg } from './findings/examine-leg.ts';
import { listTimeline } from './findings/list-timeline.ts';
import { presentExpectation } from './findings/present-expectation.ts';
import { noteOnRecording } from './recording-note.ts';
import type { CallStory, StoryLeg } from './story.ts';
import { writeVerdict } from './text/write-verdict.ts';

/** Explains a call and the legs it dialled: what was expected, what came, what was healed, what to do now. Pure. */
export const explainCall = (story: CallStory, now: Date): Explanation => explainLegs(examineLegs(story, now), now);

/** Compares the legs of a call with what Twilio had to send about them; the parent is the first. */
export function examineLegs({ parent, children }: CallStory, now: Date): ExaminedLeg[] {
  const dials = readableFacts(parent).filter(({ dial }) => dial?.callSid !== undefined);
  const dialOf = (callSid: string): Fact | null => dials.find(({ dial }) => dial!.callSid === callSid) ?? null;
  const named = new Set(dials.map(({ dial }) => dial!.callSid!));
  const known = new Set(children.map(({ callSid }) => callSid));
  const dialled = [...children, ...[...named].filter((callSid) => !known.has(callSid)).map(unknownLeg)];
  const labelOf = (n: number) => (dialled.length === 1 ? 'child' : `child ${n + 1}`);
  return [
    examineLeg(parent, { role: 'parent', label: 'parent' }, now),
    ...dialled.map((leg, n) => examineLeg(leg, { role: 'child', label: labelOf(n) }, now, dialOf(leg.callSid))),
  ];
}

/** Explains examined legs. */
export function explainLegs(legs: readonly ExaminedLeg[], now: Date): Explanation {
  const timeline = listTimeline(legs);
  const counts = countFindings(legs, timeline);
  const verdict = writeVerdict(legs, counts, now);
  return {
    call_sid: legs[0]!.callSid,
    status: legs[0]!.status,
    verdict,
    counts,
    timeline,
    expected: legs.flatMap((leg) => leg.findings.map((finding) => presentExpectation(finding, leg))),
    legs: legs.map(presentLeg),
    recordings: legs.flatMap(presentRecordings),
    next: giveAdvice(legs, verdict.state, now),
  };
}

/** A leg that only the request at the end of its dial names. */
const unknownLeg = (callSid: string): StoryLeg => ({
  callSid,
  call: null,
  rows: [],
  gaps: [],
  recordings: [],
  lookup: null,
});

/** Counts the outcomes of the expected callbacks, and what else happened. */
function countFindings(legs: readonly ExaminedLeg[], timeline: readonly TimelineEntry[]): ExplainedCounts {
  const findings = legs.flatMap((leg) => leg.findings);
  const rows = legs.flatMap((leg) => leg.rows);
  const having = (outcome: string) => findings.filter((finding) => finding.outcome === outcome).length;
  const being = (...whats: TimelineWhat[]) => timeline.filter(({ what }) => whats.includes(what)).length;
  return {
    expected: findings.length,
    received: having('received'),
    awaited: having('awaited'),
    missing: having('missing'),
    healed: having('healed'),
    duplicates: rows.reduce((sum, { copies, verdict }) => sum + copies - 1 + Number(verdict === 'duplicate'), 0),
    late: being('late'),
    reordered: being('reordered'),
    superseded: being('superseded'),
    pending: being('pending', 'failed'),
    dead: being('dead'),
    quarantined: being('quarantined'),
  };
}

/** A leg with the counts of its callbacks and its statuses. */
export const presentLeg = (leg: ExaminedLeg): ExplainedLeg => ({
  call_sid: leg.callSid,
  role: leg.role,
  label: leg.label,
  direction: leg.call?.direction ?? firstDirection(readableFacts(leg)),
  status: leg.status,
  expected: leg.findings.length,
  received: leg.findings.filter(({ outcome }) => outcome === 'received').length,
  reconciled_at: leg.call?.reconciledAt ?? null,
  sync_state: leg.call?.syncState ?? null,
  intervals: presentIntervals(leg),
});

const firstDirection = (facts: readonly Fact[]): string | null =>
  facts.find(({ values }) => values.twilioDirection)?.values.twilioDirection ?? null;

/** Without a row of the call nothing dates its statuses. */
const presentIntervals = (leg: ExaminedLeg): ExplainedLeg['intervals'] =>
  leg.call === null
    ? []
    : statusIntervals(leg.call, readableFacts(leg)).map(({ isDerived, ...one }) => ({ ...one, is_derived: isDerived }));

/** The recordings of a leg, with when they ran. */
export const presentRecordings = (leg: ExaminedLeg): ExplainedRecording[] =>
  leg.recordings.map((recording) => {
    const { callSid, findings, call } = leg;
    const { recordingSid, status, durationSec, startedAt = null } = recording;
    const about = readableFacts(leg).filter((fact) => fact.recording?.sid === recordingSid);
    const callEnd = call?.endTime ?? call?.finalizedAt ?? null;
    const note = noteOnRecording(recording);
    const name = `recording ${recordingSid} completed`;
    const outcome = findings.find(({ expected }) => expected.name === name)?.outcome;
    const callback = outcome === 'awaited' ? 'expected' : (outcome ?? 'not known to be sent');
    return {
      recording_sid: recordingSid,
      call_sid: callSid,
      status,
      duration_sec: durationSec,
      callback,
      ...(note !== null && { note }),
      intervals: recordingIntervals({ status, startedAt, durationSec, callEnd }, about),
    };
  });
