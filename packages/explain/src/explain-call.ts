import type { Fact } from '@trunkline/telephony/facts';
import { countFindings } from './findings/count-findings.ts';
import { examineLeg, readableFacts, type ExaminedLeg } from './findings/examine-leg.ts';
import type { ExplainedLeg, ExplainedRecording, Explanation } from './explanation.ts';
import { giveAdvice } from './advice.ts';
import { listTimeline } from './findings/list-timeline.ts';
import type { CallStory, StoryLeg } from './story.ts';
import { writeVerdict } from './text/write-verdict.ts';

/** Says what happened to a call and the legs it dialled: what was expected, what came, what was healed, what to do now. */
export function explainCall({ parent, children }: CallStory, now: Date): Explanation {
  const dials = readableFacts(parent).filter(({ dial }) => dial?.callSid !== undefined);
  const dialOf = (callSid: string): Fact | null => dials.find(({ dial }) => dial!.callSid === callSid) ?? null;
  const told = new Set(dials.map(({ dial }) => dial!.callSid!));
  const known = new Set(children.map(({ callSid }) => callSid));
  const silent = [...told].filter((callSid) => !known.has(callSid)).map(unheardOf);
  const dialled = [...children, ...silent];
  const labelOf = (n: number) => (dialled.length === 1 ? 'child' : `child ${n + 1}`);
  const legs = [
    examineLeg(parent, { role: 'parent', label: 'parent' }, now),
    ...dialled.map((leg, n) => examineLeg(leg, { role: 'child', label: labelOf(n) }, now, dialOf(leg.callSid))),
  ];
  const timeline = listTimeline(legs);
  const counts = countFindings(legs, timeline);
  const verdict = writeVerdict(legs, counts, now);
  return {
    call_sid: parent.callSid,
    status: legs[0]!.status,
    verdict,
    counts,
    timeline,
    legs: legs.map(presentLeg),
    recordings: legs.flatMap(presentRecordings),
    next: giveAdvice(legs, verdict.state, now),
  };
}

/** A leg that only the request at the end of its dial speaks of. */
const unheardOf = (callSid: string): StoryLeg => ({ callSid, call: null, rows: [], gaps: [], recordings: [] });

const presentLeg = ({ callSid, role, label, call, rows, status, findings }: ExaminedLeg): ExplainedLeg => ({
  call_sid: callSid,
  role,
  label,
  direction:
    call?.direction ?? rows.find(({ fact }) => fact?.values.twilioDirection)?.fact?.values.twilioDirection ?? null,
  status,
  expected: findings.length,
  received: findings.filter(({ outcome }) => outcome === 'received').length,
  reconciled_at: call?.reconciledAt ?? null,
  sync_state: call?.syncState ?? null,
});

const presentRecordings = ({ callSid, recordings, findings }: ExaminedLeg): ExplainedRecording[] =>
  recordings.map(({ recordingSid, status, durationSec }) => {
    const name = `recording ${recordingSid} completed`;
    const outcome = findings.find(({ expected }) => expected.name === name)?.outcome;
    const callback = outcome === 'awaited' ? 'expected' : (outcome ?? 'not known to be sent');
    return { recording_sid: recordingSid, call_sid: callSid, status, duration_sec: durationSec, callback };
  });
