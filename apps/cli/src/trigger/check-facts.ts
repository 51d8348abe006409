import type { Facts } from './read-facts.ts';
import type { Expectation } from './scenarios/index.ts';

/** One expectation, with what was found. */
export type Check = { what: string; expected: string; found: string; ok: boolean };

/** Compares what is known of a call with what is expected. Durations must equal those of the simulator in any case. */
export function checkFacts(expect: Expectation, facts: Facts): Check[] {
  const { truth, call, explanation } = facts;
  const counts = (name: string): number => explanation?.counts[name] ?? 0;
  const acknowledged = truth.callbacks.filter(({ acked }) => acked).length;
  const sent = truth.callbacks.filter(({ dropped }) => !dropped).length;
  const copies = truth.callbacks.filter(({ faults }) => faults.includes('duplicate')).length;
  const aside = expect.quarantined ?? 0;
  const checks = [
    check('state', expect.state, call?.status ?? 'unknown'),
    expect.state !== 'unknown' && check('duration', describeTrueDurations(facts), describeDurations(facts)),
    expect.legs !== undefined && check('legs', expect.legs, call ? call.legs.length + 1 : 0),
    expect.stored === 'none' && check('stored callbacks', 0, counts('received')),
    expect.stored === 'all' && between('stored callbacks', acknowledged - aside, sent - aside, counts('received')),
    expect.duplicates && atLeast('duplicates', copies, counts('duplicates')),
    expect.reordered !== undefined && atLeast('reordered', expect.reordered, counts('reordered')),
    expect.late !== undefined && atLeast('late', expect.late, counts('late')),
    check('missing', 0, counts('missing')),
    check('quarantined', expect.quarantined ?? 0, counts('quarantined')),
    check('dead letters', 0, counts('dead')),
    expect.verdict && check('verdict', expect.verdict, explanation?.verdict.state ?? 'none'),
    expect.healedBy !== undefined && check('healed by', expect.healedBy, describeHealing(facts)),
    expect.gaps && check('gaps', expect.gaps.join(', '), describeGaps(facts)),
    expect.recording && check('recording', expect.recording, explanation?.recordings[0]?.status ?? 'none'),
    expect.paused && check('pauses', 1, countPauses(facts)),
    expect.refused &&
      check(
        'refused for',
        expect.refused,
        facts.refusals.find((one) => expect.refused!.includes(one)) ?? facts.refusals[0] ?? 'nothing',
      ),
    expect.siren && check('siren', expect.siren, facts.sirens[0] ?? 'none'),
  ];
  return checks.filter((each) => each !== false && each !== undefined);
}

/** What must be found, or one of several. */
export function check(what: string, expected: string | number | readonly string[], found: string | number): Check {
  const allowed = typeof expected === 'object' ? expected : [`${expected}`];
  return { what, expected: allowed.join(' or '), found: `${found}`, ok: allowed.includes(`${found}`) };
}

/** A callback may be stored although its answer did not reach Twilio in time. */
const between = (what: string, least: number, most: number, found: number): Check => ({
  what,
  expected: least === most ? `${most}` : `${least} to ${most}`,
  found: `${found}`,
  ok: found >= least && found <= most,
});

/** On a slow way any callback is late, repeated or overtaken. */
const atLeast = (what: string, expected: number, found: number): Check => ({
  what,
  expected: `${expected} or more`,
  found: `${found}`,
  ok: found >= expected,
});

/** Seconds of the call and of its legs, as Twilio has them. An unanswered leg has none. */
const describeTrueDurations = ({ truth }: Facts): string =>
  describeSeconds([truth, ...truth.legs].map(({ duration }) => Number(duration ?? 0)));

const describeDurations = ({ call }: Facts): string =>
  call ? describeSeconds([call, ...call.legs].map(({ duration_sec: seconds }) => seconds ?? 0)) : 'unknown';

/** Legs in any order. */
const describeSeconds = ([ofCall = 0, ...ofLegs]: readonly number[]): string =>
  [ofCall, ...ofLegs.toSorted((one, other) => one - other)].map((seconds) => `${seconds} s`).join(', ');

/** What healed callbacks, each once. */
const describeHealing = ({ explanation }: Facts): string =>
  [...new Set(explanation?.expected.flatMap(({ healed_by: by }) => by ?? []))].join(', ') || 'nothing';

const describeGaps = ({ gaps }: Facts): string =>
  gaps
    .map(({ missing, state }) => `${missing} ${state}`)
    .toSorted()
    .join(', ') || 'none';

const countPauses = ({ explanation }: Facts): number =>
  explanation?.recordings.flatMap(({ intervals }) => intervals).filter(({ state }) => state === 'paused').length ?? 0;
