import { unlessNumber } from '../../name-of-contact.ts';
import { spacedNumber } from '../../../parts/phone/spaced-number.ts';
import { actsOf, type Act } from '../acts.ts';
import { isFinding, lookOf, lookOfMissing, shortName, type Look } from '../mark-look.ts';
import type { LegLane, Mark, Missing, Question, RecordingLane, Trace } from '../trace-query.ts';

export type Bar = { from: number; until: number | null; kind: 'ringing' | 'talking' | 'recording' | 'paused' };
/** A point of a lane. `inboxId` is null for a callback that never came, and for what is no callback. */
export type Point = {
  at: number;
  inboxId: string | null;
  /** Id of the element of the page that says more. */
  elementId?: string;
  name: string;
  look: Look;
  /** Where it came or was healed, if that is not where it belongs. */
  endAt: number | null;
  copies: number;
};
export type Row = { id: string; name: string; detail: string; bars: Bar[]; points: Point[] };

const time = (at: string): number => Date.parse(at);
const RINGING = new Set(['initiating', 'queued', 'initiated', 'ringing']);

/** One row per leg, one per recording, one for an interview, and one for what people did, with what is drawn on them. */
export function laneRows(trace: Trace, onlyFindings: boolean): Row[] {
  const { lanes, marks, missing } = trace;
  const acts = actsOf(trace);
  const shown = onlyFindings ? marks.filter(isFinding) : marks;
  const ofRecordings = shown.filter(({ recording_sid }) => recording_sid !== null);
  const ofLegs = shown.filter(({ recording_sid }) => recording_sid === null);
  return [
    ...lanes.legs.map((leg) => legRow(leg, ofLegs, missing)),
    ...lanes.recordings.map((recording) => recordingRow(recording, ofRecordings, missing)),
    ...(lanes.questions.length > 0 ? [questionsRow(lanes.questions)] : []),
    ...(acts.length > 0 ? [actsRow(acts)] : []),
  ];
}

/** A phone number as everywhere in the console; another party as the API writes it. */
export function numberOf({ number, display }: LegLane['party']): string {
  const spaced = number && spacedNumber(number);
  return spaced && spaced !== number ? spaced : display;
}

const legRow = (leg: LegLane, marks: readonly Mark[], missing: readonly Missing[]): Row => ({
  id: leg.call_sid ?? leg.id ?? leg.label,
  name: unlessNumber(leg.party.name) ?? numberOf(leg.party),
  detail: leg.label,
  bars: leg.intervals
    .filter(({ to, state }) => to !== null || RINGING.has(state) || state === 'in-progress')
    .map(({ state, from, to }) => ({
      from: time(from),
      until: to === null ? null : time(to),
      kind: RINGING.has(state) ? 'ringing' : 'talking',
    })),
  points: points(
    marks.filter((mark) => mark.leg === leg.call_sid),
    missing.filter((each) => each.leg === leg.call_sid && each.recording_sid === null),
  ),
});

const recordingRow = (recording: RecordingLane, marks: readonly Mark[], missing: readonly Missing[]): Row => ({
  id: recording.recording_sid,
  name: 'Recording',
  detail: `${recording.recording_sid.slice(0, 6)}… ${recording.custody ?? ''}`.trim(),
  bars: recording.intervals.map(({ state, from, to }) => ({
    from: time(from),
    until: to === null ? null : time(to),
    kind: state,
  })),
  points: points(
    marks.filter((mark) => mark.recording_sid === recording.recording_sid),
    missing.filter((each) => each.recording_sid === recording.recording_sid),
  ),
});

const questionsRow = (questions: readonly Question[]): Row => ({
  id: 'questions',
  name: 'Interview',
  detail: countOf(questions.length, 'question'),
  bars: [],
  points: questions.flatMap(({ question_number, attempt, question, asked_at, answered_at, score }): Point[] => {
    if (asked_at === null) return [];
    const outcome = answered_at === null ? 'not answered' : score === null ? 'answered' : `answered, score ${score}`;
    return [
      {
        at: time(asked_at),
        inboxId: null,
        name: `question ${question_number}`,
        look: {
          words: `${attempt > 1 ? `asked ${attempt} times, ` : ''}${outcome}: ${question}`,
          tone: 'ai',
          shape: answered_at === null ? 'hollow' : 'square',
        },
        endAt: answered_at === null ? null : time(answered_at),
        copies: 1,
      },
    ];
  }),
});

const actsRow = (acts: readonly Act[]): Row => ({
  id: 'acts',
  name: 'People',
  detail: 'sirens and commands',
  bars: [],
  points: acts.map(({ id, at, name, by, look, settledAt }) => ({
    at,
    inboxId: null,
    elementId: id,
    name,
    look: { ...look, words: by ? `${look.words}, by ${by}` : look.words },
    endAt: settledAt,
    copies: 1,
  })),
});

const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function points(marks: readonly Mark[], missing: readonly Missing[]): Point[] {
  const came = marks.map((mark): Point => {
    const isLate = mark.what === 'late' && mark.placed_by === 'twilio';
    return {
      at: time(mark.placed_at),
      inboxId: mark.inbox_id,
      name: shortName(mark.name),
      look: lookOf(mark),
      endAt: isLate ? time(mark.received_at) : null,
      copies: mark.copies,
    };
  });
  const absent = missing.flatMap((each): Point[] => {
    const at = each.expected_at ?? each.due_at;
    if (at === null || each.inbox_id !== null) return [];
    const endAt = each.healed_at === null ? null : time(each.healed_at);
    return [
      {
        at: time(at),
        inboxId: each.healing_inbox_id,
        name: shortName(each.name),
        look: lookOfMissing(each),
        endAt,
        copies: 1,
      },
    ];
  });
  return [...came, ...absent].toSorted((a, b) => a.at - b.at);
}

/** From the first to the last thing that is drawn, with a tenth of a second at each end. */
export function spanOf(trace: Trace): [number, number] {
  const { lanes, marks, missing } = trace;
  const times = [
    ...marks.map(({ placed_at }) => placed_at),
    ...missing.flatMap(({ expected_at, healed_at }) => [expected_at, healed_at]),
    ...lanes.legs.flatMap(({ intervals }) => intervals.flatMap(({ from, to }) => [from, to])),
    ...lanes.recordings.flatMap(({ intervals }) => intervals.flatMap(({ from, to }) => [from, to])),
    ...lanes.questions.flatMap(({ asked_at, answered_at }) => [asked_at, answered_at]),
    ...trace.commands.flatMap(({ requested_at, settled_at }) => [requested_at, settled_at]),
    ...trace.sirens.map(({ created_at }) => created_at), // its end may be hours after that of the call
  ].flatMap((at) => (at === null ? [] : [time(at)]));
  if (times.length === 0) return [Date.now() - 1000, Date.now()];
  return [times.reduce((a, b) => Math.min(a, b)) - 100, times.reduce((a, b) => Math.max(a, b)) + 100];
}
