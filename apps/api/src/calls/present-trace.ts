import type { AuditRow } from '@trunkline/db/audit';
import type { FamilyCall } from '@trunkline/db/calls';
import type { QuestionOfCall } from '@trunkline/db/interviews';
import type { CallCommand, Siren } from '@trunkline/db/live-control';
import type { RecordingOfParties } from '@trunkline/db/recordings';
import {
  examineLeg,
  examineLegs,
  explainLegs,
  isFinding,
  isKnown,
  knownSpan,
  legAsOf,
  listMarks,
  presentExpectation,
  storyAsOf,
  type CallStory,
  type ExaminedLeg,
  type StoryLeg,
} from '@trunkline/explain';
import type { OwnedNumbers } from '@trunkline/telephony/calls';
import { present } from '../http/route.ts';
import type { UrlSigner } from '../recordings/url-signer.ts';
import { commandsKnownBy, questionsKnownBy, recordingsKnownBy, sirensKnownBy } from './known-by.ts';
import { legLanes, recordingLanes } from './trace-lanes.ts';

/** All that is stored of a call and that the actor may see. */
export type StoredTrace = {
  call: object | null;
  /** For the roles that see the log. */
  story: CallStory | undefined;
  family: readonly FamilyCall[];
  /** The other calls of its conference. */
  participants: readonly StoryLeg[];
  recordings: readonly RecordingOfParties[];
  questions: readonly QuestionOfCall[];
  sirens: readonly Siren[];
  commands: readonly CallCommand[];
  audit: readonly AuditRow[];
};

type View = { asOf: Date | undefined; now: Date; ownedNumbers: OwnedNumbers; signer: UrlSigner };

/** The answer of the trace; with `asOf` only what was known then. */
export function presentTrace(stored: StoredTrace, { asOf, now, ownedNumbers, signer }: View): object {
  const at = asOf ?? now;
  const { story, participants } = asOf ? pastOf(stored, asOf, ownedNumbers) : stored;
  const own = story ? examineLegs(story, at) : [];
  const others = participants.map((leg) => examineLeg(leg, { role: 'participant', label: 'participant' }, at));
  const legs = [...own, ...others];
  const { marks, leftOut } = listMarks(legs);
  const { recordings, questions, sirens, commands } = asOf ? knownBy(stored, asOf) : stored;
  return {
    as_of: asOf ?? null,
    ...spanOf(stored),
    verdict: story ? verdictOf(own, at) : null,
    call: stored.call,
    lanes: {
      legs: legLanes(stored.family, legs, { isPast: asOf !== undefined }),
      recordings: recordingLanes({ recordings, legs, family: stored.family, signer }),
      questions: questions.map(present),
    },
    marks,
    marks_left_out: leftOut,
    missing: legs.flatMap(listMissing),
    sirens: sirens.map(present),
    commands: commands.map(present),
    audit: stored.audit.map(present),
  };
}

function pastOf({ story, participants }: StoredTrace, asOf: Date, ownedNumbers: OwnedNumbers) {
  const then = participants.map((leg) => legAsOf(leg, asOf, ownedNumbers)).filter(isKnown);
  return { story: story && storyAsOf(story, asOf, ownedNumbers), participants: then };
}

const knownBy = ({ recordings, questions, sirens, commands }: StoredTrace, asOf: Date) => ({
  recordings: recordingsKnownBy(recordings, asOf),
  questions: questionsKnownBy(questions, asOf),
  sirens: sirensKnownBy(sirens, asOf),
  commands: commandsKnownBy(commands, asOf),
});

function verdictOf(legs: readonly ExaminedLeg[], at: Date): object {
  const { verdict, counts, next } = explainLegs(legs, at);
  return { ...verdict, needs_attention: isFinding(verdict.state), counts, next };
}

/** Also what came after it was found missing. */
const listMissing = (leg: ExaminedLeg): object[] =>
  leg.findings
    .filter(({ outcome, gap, healing }) => outcome !== 'received' || gap !== null || healing !== null)
    .map((finding) => presentExpectation(finding, leg));

type Span = { known_from: string | null; known_until: string | null };

/** The ends of a time slider. */
function spanOf({ story, participants, recordings, questions, sirens, commands }: StoredTrace): Span {
  const span = story ? knownSpan([story.parent, ...story.children, ...participants]) : null;
  if (!span) return { known_from: null, known_until: null };
  const others = [
    ...recordings.flatMap(({ storedAt, expiredAt }) => [storedAt, expiredAt]),
    ...questions.map(({ answeredAt }) => answeredAt),
    ...sirens.map(({ updatedAt }) => updatedAt),
    ...commands.flatMap(({ requestedAt, sentAt, settledAt }) => [requestedAt, sentAt, settledAt]),
  ];
  const later = others.flatMap((time) => time?.toISOString() ?? []);
  return { known_from: span.from, known_until: [span.until, ...later].toSorted().at(-1)! };
}
