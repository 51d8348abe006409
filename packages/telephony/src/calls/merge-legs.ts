/** What is known of a leg's time on the line. */
export type TimedLeg = { durationSec: number | null; endTime: string | null };

/** The call inbox's times of a bridged call, in seconds; null where they are not known. */
export type MergedTimes = { totalDurationSec: number | null; talkTimeSec: number | null; waitTimeSec: number | null };

/**
 * A call and the legs that it dialled as one message: the parent's duration is the whole, what the children talked is
 * talk time, the rest is waiting. Talk time never exceeds the whole. A call that dialled no leg has neither.
 */
export function mergeLegs(parent: Pick<TimedLeg, 'durationSec'>, children: readonly TimedLeg[]): MergedTimes {
  const totalDurationSec = parent.durationSec;
  if (children.length === 0) return { totalDurationSec, talkTimeSec: null, waitTimeSec: null };
  const talked = talkedSeconds(children.filter(isAnswered));
  if (totalDurationSec === null) return { totalDurationSec, talkTimeSec: talked, waitTimeSec: null };
  const talkTimeSec = Math.min(talked, totalDurationSec);
  return { totalDurationSec, talkTimeSec, waitTimeSec: totalDurationSec - talkTimeSec };
}

type AnsweredLeg = TimedLeg & { durationSec: number };
const isAnswered = (leg: TimedLeg): leg is AnsweredLeg => leg.durationSec !== null && leg.durationSec > 0;

/** After a transfer two legs may overlap: their time counts once. Where an end is unknown, the durations add up. */
function talkedSeconds(legs: readonly AnsweredLeg[]): number {
  if (!legs.every(({ endTime }) => endTime !== null)) return legs.reduce((sum, leg) => sum + leg.durationSec, 0);
  const spans = legs.map(toSpan).toSorted((a, b) => a.from - b.from);
  let [talkedMs, until] = [0, Number.NEGATIVE_INFINITY];
  for (const { from, to } of spans) {
    talkedMs += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return Math.round(talkedMs / 1000);
}

/** Counted back from its end: a leg begins when it is dialled, and its duration when it is answered. */
function toSpan({ durationSec, endTime }: AnsweredLeg) {
  const to = Date.parse(endTime!);
  return { from: to - durationSec * 1000, to };
}
